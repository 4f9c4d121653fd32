package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.wire.Transfer.Item;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings one file to a node that cannot fetch it, since it could not dial this one: chunk after
 * chunk, each behind what is there. The other side verifies the whole before anybody sees it.
 */
final class Push {

    private static final int ROUNDS = 6;
    private static final long MAX_ANSWER_BYTES = 64 << 10;

    private final MoverSettings settings;
    private final Shelf shelf;
    private final LateClient http;
    private final JsonMapper json;
    private final Pace pace;
    private final Voice voice;
    private final AtomicLong sent;

    /**
     * @param sent counts the bytes that went over the wire
     */
    Push(
            MoverSettings settings,
            Shelf shelf,
            LateClient http,
            JsonMapper json,
            Pace pace,
            Voice voice,
            AtomicLong sent) {
        this.settings = settings;
        this.shelf = shelf;
        this.http = http;
        // A header is ASCII.
        this.json = json.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        this.pace = pace;
        this.voice = voice;
        this.sent = sent;
    }

    /**
     * Returns once the other node has the file under its name.
     *
     * @return how many bytes of it had to go over the wire
     */
    long run(Item item, Peer to) throws MoveFailedException, IOException, InterruptedException {
        try (FileChannel own = shelf.read(item.file())) {
            if (own.size() != item.file().size()) {
                throw new MoveFailedException(Hope.NONE, "this node has other content there");
            }
            Delivery delivery = new Delivery(item.file(), to, own);
            deliver(delivery);
            return delivery.needed;
        } catch (NoSuchFileException gone) {
            throw new MoveFailedException(Hope.NONE, "this node has it no more", gone);
        }
    }

    private void deliver(Delivery delivery) throws MoveFailedException, InterruptedException {
        try {
            Again.upTo(ROUNDS, settings, "push", delivery::advance);
        } catch (IOException e) {
            throw new MoveFailedException(
                    Hope.LATER, "%s does not take it: %s".formatted(delivery.to.node(), e), e);
        }
    }

    /** One file on its way, as far as the other side has it. */
    private final class Delivery {

        private final DataFile file;
        private final Peer to;
        private final FileChannel own;
        private long said;
        private long needed = -1;
        private boolean there;

        Delivery(DataFile file, Peer to, FileChannel own) {
            this.file = file;
            this.to = to;
            this.own = own;
        }

        /** Asks where to go on, and goes on to the end. */
        boolean advance() throws IOException, MoveFailedException, InterruptedException {
            long offset =
                    put(
                            file.size() == 0 ? null : "bytes */" + file.size(),
                            BodyPublishers.noBody());
            if (needed < 0) {
                needed = file.size() - offset;
            }
            if (offset == file.size() && !there) {
                whole();
            }
            while (offset < file.size()) {
                tell(offset);
                int most = (int) Math.min(settings.chunkBytes(), file.size() - offset);
                int length = pace.portion(most);
                byte[] chunk = read(offset, length);
                pace.take(length);
                long next =
                        put(
                                "bytes %d-%d/%d"
                                        .formatted(offset, offset + length - 1, file.size()),
                                BodyPublishers.ofByteArray(chunk));
                sent.addAndGet(length);
                if (next < offset) {
                    throw new IOException("it lost what it had");
                }
                offset = next;
            }
            tell(file.size());
            return true;
        }

        /** All has come, but its node was killed before it had its name: only a new body helps. */
        private void whole() throws IOException, MoveFailedException, InterruptedException {
            own.position(0);
            put(
                    null,
                    BodyPublishers.fromPublisher(
                            BodyPublishers.ofInputStream(() -> Channels.newInputStream(own)),
                            file.size()));
            sent.addAndGet(file.size());
        }

        private void tell(long offset) {
            voice.moved(offset - said);
            said = offset;
        }

        private byte[] read(long offset, int length) throws IOException {
            ByteBuffer chunk = ByteBuffer.allocate(length);
            while (chunk.hasRemaining()) {
                if (own.read(chunk, offset + chunk.position()) < 0) {
                    throw new IOException("the file of this node became shorter");
                }
            }
            return chunk.array();
        }

        /**
         * One piece.
         *
         * @return the byte at which the next one begins; the size when all is there
         */
        private long put(@Nullable String range, BodyPublisher body)
                throws IOException, MoveFailedException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(FileDoor.upload(to, file))
                            .timeout(settings.answer().plus(settings.idle()))
                            .header("X-Content-SHA256", file.key().sha256().hex())
                            .header("X-Data-File", json.writeValueAsString(file))
                            .PUT(body);
            if (range != null) {
                request.header("Content-Range", range);
            }
            FileDoor.letIn(request, to);
            HttpResponse<String> answer =
                    http.get()
                            .send(
                                    request.build(),
                                    BodyHandlers.limiting(
                                            BodyHandlers.ofString(), MAX_ANSWER_BYTES));
            return switch (answer.statusCode()) {
                case 200, 201 -> {
                    there = true;
                    yield file.size();
                }
                case 202 -> offset(answer);
                case 409 -> conflict(answer);
                case 400, 401, 403, 404, 405, 413 ->
                        throw new MoveFailedException(Hope.OTHER_SOURCES, refused(answer));
                case 422 ->
                        throw new MoveFailedException(
                                Hope.NONE, "this node's own bytes are damaged: " + refused(answer));
                case 507 -> throw new MoveFailedException(Hope.LATER, refused(answer));
                default -> throw new IOException("answers " + answer.statusCode());
            };
        }

        private long offset(HttpResponse<String> answer) throws IOException {
            String text = answer.headers().firstValue("Upload-Offset").orElse("");
            if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > file.size()) {
                throw new IOException("says that it has '" + text + "' bytes");
            }
            return Long.parseLong(text);
        }

        private long conflict(HttpResponse<String> answer) throws IOException, MoveFailedException {
            if (answer.headers().firstValue("Upload-Offset").isPresent()) {
                return offset(answer);
            }
            boolean passing = answer.body().contains("upload_in_progress");
            throw new MoveFailedException(passing ? Hope.LATER : Hope.NONE, refused(answer));
        }

        private String refused(HttpResponse<String> answer) {
            String body = answer.body();
            return "%s answers %d %s"
                    .formatted(
                            to.node(),
                            answer.statusCode(),
                            body.length() > 300 ? body.substring(0, 300) : body);
        }
    }
}
