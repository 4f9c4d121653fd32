package io.ringrift.p2p.agent.mover;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a node that serves files: one GET after the other, by a thread that waits for the
 * bytes and gets them where it wants them. The JDK's {@code HttpClient} hands each piece from
 * thread to thread and copies it twice, which costs more than hashing it.
 */
final class Line implements AutoCloseable {

    /** Most that a read asks for; the JDK reads no more at a time. */
    static final int MOST = 128 << 10;

    /**
     * What is in here when this process is killed is sent again; the system takes twice as much.
     */
    private static final int RECEIVE_BUFFER = 512 << 10;

    private final Socket socket;
    private final InputStream in;
    private boolean used;

    private Line(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 4096);
    }

    /**
     * Connects.
     *
     * @param url {@code http} or {@code https}, of whose certificate the JDK must think well
     * @param connect how long that may take
     * @param look how long a read may wait before it says so
     * @param secrets makes what an {@code https} one speaks through
     */
    static Line open(URI url, Duration connect, Duration look, Supplier<SSLSocketFactory> secrets)
            throws IOException {
        boolean secret = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secret ? 443 : 80;
        Socket socket = new Socket();
        boolean open = false;
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.setTcpNoDelay(true);
            String host = host(url);
            socket.connect(new InetSocketAddress(host, port), (int) connect.toMillis());
            socket.setSoTimeout((int) connect.toMillis());
            Line line = new Line(secret ? secret(secrets.get(), socket, host, port) : socket);
            line.socket.setSoTimeout((int) look.toMillis());
            open = true;
            return line;
        } finally {
            if (!open) {
                socket.close();
            }
        }
    }

    private static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Socket secret(SSLSocketFactory factory, Socket plain, String host, int port)
            throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Whether it has answered before; then it may have been closed since by the other side. */
    boolean isUsed() {
        return used;
    }

    /** Asks for a file. */
    void get(URI file, Map<String, String> fields) throws IOException {
        StringBuilder head = new StringBuilder("GET ").append(file.getRawPath());
        if (file.getRawQuery() != null) {
            head.append('?').append(file.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(file.getRawAuthority()).append("\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(bytes);
    }

    /**
     * Reads on in the head of the answer.
     *
     * @throws SocketTimeoutException when it is to be called again
     */
    Head head(Head.Reader reader) throws IOException {
        Head head = reader.read(in);
        used = true;
        return head;
    }

    /**
     * Reads bytes of the body, as {@link InputStream#read(byte[], int, int)} does.
     *
     * @throws SocketTimeoutException when nothing has come yet
     */
    int body(byte[] into, int from, int most) throws IOException {
        return in.read(into, from, Math.min(most, MOST));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
