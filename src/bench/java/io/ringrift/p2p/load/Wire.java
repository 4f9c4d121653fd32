package io.ringrift.p2p.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a simulated agent, without blocking: one request at a time. */
final class Wire {

    /** Whoever waits for the answer. */
    interface Owner {
        void answered(Wire wire, AnswerReader answer);

        /** The connection is gone and so is the request, which may have arrived or not. */
        void broken(Wire wire);
    }

    private final Selector selector;
    private final InetSocketAddress target;
    private final Owner owner;
    private final AnswerReader answer = new AnswerReader();
    private @Nullable SocketChannel channel;
    private @Nullable ByteBuffer out;
    private boolean waiting;

    Wire(Selector selector, InetSocketAddress target, Owner owner) {
        this.selector = selector;
        this.target = target;
        this.owner = owner;
    }

    boolean isBusy() {
        return waiting;
    }

    /** Sends, over a new connection if there is none. */
    void send(byte[] request) {
        waiting = true;
        answer.clear();
        out = ByteBuffer.wrap(request);
        try {
            SocketChannel open = channel;
            if (open == null) {
                open = SocketChannel.open();
                channel = open;
                open.configureBlocking(false);
                open.setOption(StandardSocketOptions.TCP_NODELAY, true);
                boolean at = open.connect(target);
                open.register(selector, at ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
                if (!at) {
                    return;
                }
            }
            write(open);
        } catch (IOException e) {
            lost();
        }
    }

    /** Does what the selector found possible. */
    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            SocketChannel open = (SocketChannel) key.channel();
            if (key.isConnectable() && open.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                write(open);
            }
            if (key.isValid() && key.isWritable()) {
                key.interestOps(SelectionKey.OP_READ);
                write(open);
            }
            if (key.isValid() && key.isReadable()) {
                read(open, buffer);
            }
        } catch (IOException e) {
            lost();
        }
    }

    private void write(SocketChannel open) throws IOException {
        ByteBuffer left = out;
        if (left != null) {
            open.write(left);
            if (left.hasRemaining()) {
                open.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            } else {
                out = null;
            }
        }
    }

    private void read(SocketChannel open, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = open.read(buffer);
        if (count < 0) {
            lost();
            return;
        }
        answer.add(buffer.flip());
        if (count > 0 && answer.isComplete()) {
            waiting = false;
            owner.answered(this, answer);
        }
    }

    private void lost() {
        boolean asked = waiting;
        close();
        if (asked) {
            owner.broken(this);
        }
    }

    /** Hangs up, whatever is under way. */
    void close() {
        waiting = false;
        out = null;
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                Report.say("A connection did not close: %s", e);
            }
        }
    }
}
