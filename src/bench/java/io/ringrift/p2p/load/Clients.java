package io.ringrift.p2p.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many clients in a closed loop: each sends its next request when its last was answered. One thread
 * serves them all, so that the generator takes little of the processor that it shares with the
 * node.
 */
final class Clients implements AutoCloseable {

    /**
     * What came of it.
     *
     * @param seconds how long it took
     * @param latency of every answer with the expected status
     * @param refused answers with another status
     */
    record Outcome(double seconds, Percentiles latency, int refused) {
        double perSecond() {
            return latency.size() / seconds;
        }
    }

    private static final class Client {
        final SocketChannel channel;
        final AnswerReader answer = new AnswerReader();
        long sentAt;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer request;
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(64 << 10);
    private final int expected;
    private Percentiles latency = new Percentiles();
    private int refused;
    private int toSend;
    private int waiting;
    private long until;

    Clients(int port, int count, byte[] request, int expected) throws IOException {
        this(List.of(port), count, request, expected);
    }

    /** Clients that are spread evenly over the nodes. */
    Clients(List<Integer> ports, int count, byte[] request, int expected) throws IOException {
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
        this.expected = expected;
        for (int i = 0; i < count; i++) {
            int port = ports.get(i % ports.size());
            SocketChannel channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Client client = new Client(channel);
            channel.register(selector, SelectionKey.OP_READ, client);
            clients.add(client);
        }
    }

    /** Sends for a time. */
    Outcome runFor(Duration time) throws IOException {
        return run(Integer.MAX_VALUE, time);
    }

    /** Sends that many requests. */
    Outcome send(int requests) throws IOException {
        return run(requests, Duration.ofHours(1));
    }

    private Outcome run(int requests, Duration time) throws IOException {
        latency = new Percentiles();
        refused = 0;
        toSend = requests;
        long begin = System.nanoTime();
        until = begin + time.toNanos();
        for (Client client : clients) {
            send(client);
        }
        while (waiting > 0) {
            selector.select(key -> read((Client) key.attachment()), 10_000);
        }
        return new Outcome((System.nanoTime() - begin) / 1e9, latency, refused);
    }

    private void send(Client client) {
        long now = System.nanoTime();
        if (toSend == 0 || now - until >= 0) {
            return;
        }
        toSend--;
        waiting++;
        client.sentAt = now;
        try {
            request.rewind();
            if (client.channel.write(request) != request.limit()) {
                throw new IOException("a request did not fit into the socket");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void read(Client client) {
        try {
            arrived.clear();
            if (client.channel.read(arrived) < 0) {
                throw new EOFException("the node closed a connection");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        client.answer.add(arrived.flip());
        if (client.answer.isComplete()) {
            if (client.answer.status() == expected) {
                latency.add(System.nanoTime() - client.sentAt);
            } else {
                refused++;
            }
            client.answer.clear();
            waiting--;
            send(client);
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }
}
