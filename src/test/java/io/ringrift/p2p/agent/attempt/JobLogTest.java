package io.ringrift.p2p.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.wire.Progress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** What is read out of a log, and what is thrown away. */
class JobLogTest {

    private static final int LIMIT = 100_000;

    @TempDir Path dir;
    private AttemptFolder folder;
    private JobLog log;

    @BeforeEach
    void open() {
        folder = new AttemptFolder(dir);
        log = new JobLog(folder, LIMIT, RunnerRig.JSON);
    }

    private void print(byte[] bytes) throws IOException {
        Files.write(folder.log(), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Optional<Progress> look(String printed) throws IOException {
        print(printed.getBytes(StandardCharsets.UTF_8));
        return log.look();
    }

    private static String line(int done) {
        return "{\"progress\":{\"done\":" + done + ",\"total\":50,\"unit\":\"games\"}}\n";
    }

    @Test
    void theLatestProgressCounts() throws IOException {
        assertThat(log.look()).isEmpty();
        assertThat(look("hello\n" + line(1) + line(2) + "bye\n"))
                .contains(new Progress(2, 50, "games"));
        assertThat(log.look()).isEmpty();
    }

    @Test
    void aLineThatIsNotFinishedWaits() throws IOException {
        String line = line(3);
        assertThat(look(line.substring(0, 20))).isEmpty();
        assertThat(look(line.substring(20))).contains(new Progress(3, 50, "games"));
    }

    @Test
    void rubbishIsPassedOver() throws IOException {
        byte[] binary = new byte[20_000];
        Arrays.fill(binary, (byte) 0xff);
        print(binary);
        assertThat(log.look()).isEmpty();
        assertThat(look("\n{\"progress\":\n{\"progress\":[]}\n{\"progress\":{\"done\":-1}}\n"))
                .isEmpty();
        assertThat(look("{\"progress\":{\"done\":\"x\"}}\n")).isEmpty();
        assertThat(look(line(4))).contains(new Progress(4, 50, "games"));
    }

    @Test
    void aLogThatIsTooLongIsCutAndReadOn() throws IOException {
        assertThat(look("x".repeat(LIMIT) + "\n" + line(5))).contains(new Progress(5, 50, "games"));
        assertThat(Files.size(folder.log())).isZero();
        assertThat(Files.readString(folder.olderLog())).hasSize(LIMIT).endsWith(line(5));
        assertThat(look(line(6))).contains(new Progress(6, 50, "games"));
    }

    @Test
    void lastWordsFitIntoASentence() throws IOException {
        assertThat(LastLine.of(folder.log())).isEmpty();
        look("Traceback:\n\u001b[31mno \u0007such file\n" + line(7) + "\n\n");
        assertThat(LastLine.of(folder.log())).contains("[31mno  such file");
    }
}
