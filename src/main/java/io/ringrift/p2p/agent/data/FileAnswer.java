package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Sends a file, or a part of it, as it lies on the disk. The bytes go from the page cache to the
 * network by the kernel alone where the web server can do that.
 */
final class FileAnswer {

    /** Tomcat's words for that (its class {@code Constants}). */
    private static final String SENDFILE = "org.apache.tomcat.sendfile.";

    /** Below this it is not worth the trouble. */
    private static final long LEAST_SENDFILE = 64 << 10;

    private static final int BLOCK = 128 << 10;

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    FileAnswer(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /**
     * Answers.
     *
     * @param channel of the very file, opened through its folders
     * @param path of it, for the kernel; whoever could put another file there between the two could
     *     as well change this one, and whoever reads it checks the digest
     */
    void send(DataFile file, FileChannel channel, Path path) throws IOException {
        send(file.key(), file.size(), range -> body(range, channel, path));
    }

    /**
     * Answers with what is not on the disk.
     *
     * @throws org.springframework.web.ErrorResponseException 503 when it cannot be had now
     */
    void send(DataFile file, Depot depot) throws IOException {
        send(
                file.key(),
                file.size(),
                range -> {
                    try (InputStream in = depot.open(file.key(), range.first(), range.length())) {
                        in.transferTo(response.getOutputStream());
                    } catch (IOException e) {
                        if (response.isCommitted()) {
                            throw e;
                        }
                        throw DataProblems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "store_unavailable",
                                "The store in which the file lies cannot be read now: " + e);
                    }
                });
    }

    /** What writes the wanted part of the file. */
    @FunctionalInterface
    private interface Body {
        void write(ByteRange range) throws IOException;
    }

    private void send(DataKey key, long size, Body body) throws IOException {
        String tag = '"' + key.sha256().hex() + '"';
        response.setHeader(HttpHeaders.ETAG, tag);
        if (!matches(request.getHeader(HttpHeaders.IF_MATCH), tag, true)) {
            throw DataProblems.of(
                    HttpStatus.PRECONDITION_FAILED,
                    "other_content",
                    "This node has other content under that name: " + key.sha256() + ".");
        }
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag, false)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        describe(key);
        switch (wanted(tag, size)) {
            case ByteRange.Wanted.Nothing _ -> {
                response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
                throw DataProblems.of(
                        HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                        "no_such_range",
                        "The file has " + size + " bytes.");
            }
            case ByteRange.Wanted.Part(ByteRange range) -> {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader(
                        HttpHeaders.CONTENT_RANGE,
                        "bytes " + range.first() + "-" + range.last() + "/" + size);
                body(range, body);
            }
            case ByteRange.Wanted.Whole _ -> body(new ByteRange(0, size - 1), body);
        }
    }

    /** Bytes are bytes: no browser may take them for a page. */
    private void describe(DataKey key) {
        String name = key.path().segments().getLast();
        response.setContentType("application/octet-stream");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private ByteRange.Wanted wanted(String tag, long size) {
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        boolean partial =
                request.getMethod().equals("GET") && (condition == null || condition.equals(tag));
        return ByteRange.wanted(partial ? request.getHeader(HttpHeaders.RANGE) : null, size);
    }

    private static boolean matches(@Nullable String header, String tag, boolean otherwise) {
        if (header == null) {
            return otherwise;
        }
        return header.strip().equals("*")
                || List.of(header.split(",", -1)).stream().map(String::strip).anyMatch(tag::equals);
    }

    private void body(ByteRange range, Body body) throws IOException {
        response.setContentLengthLong(range.length());
        if (!request.getMethod().equals("HEAD") && range.length() > 0) {
            body.write(range);
        }
    }

    private void body(ByteRange range, FileChannel channel, Path path) throws IOException {
        boolean byKernel =
                Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"))
                        && range.length() >= LEAST_SENDFILE;
        if (byKernel) {
            request.setAttribute(SENDFILE + "filename", path.toString());
            request.setAttribute(SENDFILE + "start", range.first());
            request.setAttribute(SENDFILE + "end", range.last() + 1);
        } else {
            copy(range, channel);
        }
    }

    private void copy(ByteRange range, FileChannel channel) throws IOException {
        OutputStream out = response.getOutputStream();
        byte[] block = new byte[(int) Math.min(BLOCK, range.length())];
        long position = range.first();
        while (position <= range.last()) {
            long left = range.last() - position + 1;
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, (int) Math.min(block.length, left));
            int read = channel.read(buffer, position);
            if (read <= 0) {
                throw new IOException("the file became shorter while it was sent");
            }
            out.write(block, 0, read);
            position += read;
        }
    }
}
