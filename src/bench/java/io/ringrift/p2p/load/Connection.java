package io.ringrift.p2p.load;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One client that asks and waits. */
final class Connection implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final SocketChannel channel;
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(64 << 10);
    private final AnswerReader answer = new AnswerReader();

    Connection(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Sends and waits; the status. */
    int ask(byte[] request) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        answer.clear();
        do {
            arrived.clear();
            if (channel.read(arrived) < 0) {
                throw new EOFException("the node closed the connection");
            }
            answer.add(arrived.flip());
        } while (!answer.isComplete());
        return answer.status();
    }

    /** Sends and waits for an answer that must have the status. */
    JsonNode ask(byte[] request, int expected) throws IOException {
        int status = ask(request);
        if (status != expected) {
            throw new IOException("answered with " + status + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** A header of the last answer. */
    String header(String name) {
        return answer.header(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
