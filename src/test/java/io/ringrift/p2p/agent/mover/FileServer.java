package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node that serves one file, honestly or not, over plain sockets. */
final class FileServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("(?im)^range: bytes=(\\d+)-(\\d+)\\r?$");

    /** A request for bytes {@code from} to {@code to}, both within. */
    record Ask(String head, int from, int to) {

        int length() {
            return to - from + 1;
        }
    }

    /** How it answers. */
    @FunctionalInterface
    interface Manner {
        void answer(Ask ask, Reply reply) throws IOException;
    }

    /** What an answer is written to; what it says of itself is right until told otherwise. */
    final class Reply {

        private final OutputStream out;
        private final Ask ask;
        private final Socket socket;
        int status = 206;
        String tag;
        String range;
        long length; // below 0 it does not say

        Reply(Socket socket, Ask ask) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.ask = ask;
            this.tag = "\"" + digest + "\"";
            this.range = "bytes %d-%d/%d".formatted(ask.from(), ask.to(), content.length);
            this.length = ask.length();
        }

        void head() throws IOException {
            String stated = length < 0 ? "" : "Content-Length: " + length + "\r\n";
            String text =
                    "HTTP/1.1 %d X\r\nETag: %s\r\nContent-Range: %s\r\n%s\r\n"
                            .formatted(status, tag, range, stated);
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void bytes(byte[] from, int offset, int count) throws IOException {
            for (int done = 0; done < count; done += 16384) {
                int piece = Math.min(16384, count - done);
                out.write(from, offset + done, piece);
                sent.addAndGet(piece);
            }
        }

        void honest() throws IOException {
            head();
            bytes(content, ask.from(), ask.length());
        }

        /** In peace, but without having said so. */
        void hangUp() throws IOException {
            socket.close();
        }

        void cut() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void status(int code) throws IOException {
            String text = "HTTP/1.1 " + code + " X\r\nContent-Length: 0\r\n\r\n";
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    final NodeId node;
    final AtomicLong sent = new AtomicLong();
    final List<Ask> asks = new CopyOnWriteArrayList<>();
    private final byte[] content;
    private final String digest;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Manner manner = (ask, reply) -> reply.honest();
    private @Nullable ServerSocket listener;

    FileServer(String node, byte[] content, String digest) throws IOException {
        this.node = new NodeId(node);
        this.content = content;
        this.digest = digest;
        ServerSocket bound = listen(0);
        this.port = bound.getLocalPort();
        this.listener = bound;
    }

    FileServer with(Manner given) {
        manner = given;
        return this;
    }

    Peer peer() {
        return new Peer(node, URI.create("http://127.0.0.1:" + port), "1.ticket-of-" + node);
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        Thread.ofVirtual().start(() -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setSendBufferSize(65536);
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            open.forEach(FileServer::closed);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                Matcher range = RANGE.matcher(head);
                Ask ask =
                        range.find()
                                ? new Ask(
                                        head,
                                        Integer.parseInt(range.group(1)),
                                        Integer.parseInt(range.group(2)))
                                : new Ask(head, 0, content.length - 1);
                asks.add(ask);
                manner.answer(ask, new Reply(connection, ask));
            }
        } catch (IOException gone) {
            // The client went away, or this test cut it off.
        } finally {
            open.remove(connection);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    /** As if its process were killed: nobody listens, and all connections are cut. */
    void kill() throws IOException {
        ServerSocket socket = listener;
        if (socket != null) {
            socket.close();
        }
        open.forEach(FileServer::closed);
        listener = null;
    }

    /** The same port again. */
    void revive() throws IOException {
        listener = listen(port);
    }

    private static void closed(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // By the other side.
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
