package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;
import static io.ringrift.p2p.agent.data.DataRig.sha256;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataPath;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.ErrorResponseException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Several senders want one name at once, and somebody looks at it all the time. */
@Timeout(60)
class RacingUploadsTest {

    private static final int SENDERS = 6;
    private static final DataDoor DOOR = new DataDoor(GAMES, new DataPath("hex5_2p/r.jsonl"));

    @TempDir Path dir;

    private static String content(int sender) {
        return ("version " + sender + "\n").repeat(20_000);
    }

    /** Comes in small pieces, so that the senders take turns. */
    private static InputStream slowly(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] block, int offset, int length) {
                LockSupport.parkNanos(1_000);
                return super.read(block, offset, Math.min(length, 4_096));
            }
        };
    }

    private static Upload upload(String content) {
        return new Upload(DOOR, sha256(content), content.length(), null, 0, null);
    }

    private static int status(Uploads uploads, String content) throws IOException {
        try {
            return uploads.take(upload(content), slowly(content)) instanceof Uploads.Outcome.Placed
                    ? 201
                    : 200;
        } catch (ErrorResponseException refused) {
            return refused.getStatusCode().value();
        }
    }

    @Test
    void oneVersionWinsAndNobodyEverSeesAnythingElse() throws Exception {
        DataRig rig = new DataRig(dir);
        Uploads uploads = rig.uploads(0);
        Path target = rig.folders.path(DOOR.kind(), DOOR.path());
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Set<String>> seen = threads.submit(watcher(target, over));
            List<Future<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                String content = content(i);
                senders.add(threads.submit(() -> status(uploads, content)));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> sender : senders) {
                answers.add(sender.get());
            }
            over.countDown();
            assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
            String winner = content(answers.indexOf(201));
            assertThat(target).hasContent(winner);
            assertThat(rig.entry(DOOR.kind(), DOOR.path().value()).file().key().sha256())
                    .isEqualTo(sha256(winner));
            assertThat(rig.folders.path().resolve(".incoming")).isEmptyDirectory();
            rig.look();
            assertThat(rig.folders.path().resolve(".facts")).isEmptyDirectory();
            assertThat(seen.get()).isSubsetOf(sha256(winner).hex());
        }
    }

    @Test
    void theSameContentFromManyIsWrittenOnce() throws Exception {
        DataRig rig = new DataRig(dir);
        Uploads uploads = rig.uploads(0);
        List<Future<Integer>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(() -> status(uploads, content(1))));
            }
        }
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> sender : senders) {
            answers.add(sender.get());
        }
        // Whoever comes while it is written is told so, whoever comes later that it is there.
        assertThat(answers).containsOnlyOnce(201).isSubsetOf(201, 200, 409);
        assertThat(rig.folders.path(DOOR.kind(), DOOR.path())).hasContent(content(1));
    }

    private static Callable<Set<String>> watcher(Path target, CountDownLatch over) {
        return () -> {
            Set<String> seen = new TreeSet<>();
            while (over.getCount() > 0) {
                try {
                    seen.add(sha256(Files.readString(target)).hex());
                } catch (NoSuchFileException notYet) {
                    LockSupport.parkNanos(1_000);
                }
            }
            return seen;
        };
    }
}
