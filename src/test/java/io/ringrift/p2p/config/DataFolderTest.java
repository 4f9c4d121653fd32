package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class DataFolderTest {

    @TempDir Path temp;

    @Test
    void createsTheFolderForItsOwnerAloneAndWritesWhoHoldsIt() throws IOException {
        Path path = temp.resolve("a/b");
        try (DataFolder folder = DataFolder.open(path.toString(), 0)) {
            assertThat(folder.path()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            assertThat(path.resolve("lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void canBeOpenedAgainOnceClosed() throws IOException {
        DataFolder.open(temp.toString(), 0).close();
        DataFolder.open(temp.toString(), 0).close();
        assertThat(temp.resolve("lock")).exists();
    }

    @Test
    void asksForSpace() {
        refused(temp.toString(), Long.MAX_VALUE, "MiB left");
    }

    @Test
    void refusesAFileAndWhatCannotBeWritten() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        refused(file.toString(), 0, "must be a folder");
        refused(file.resolve("below").toString(), 0, "cannot be written");
        refused("/proc/nowhere", 0, "cannot be written");
        refused("a\0b", 0, "is not a path");
    }

    private static void refused(String dataDir, long minFree, String rule) {
        assertThatThrownBy(() -> DataFolder.open(dataDir, minFree))
                .hasMessageStartingWith("RINGRIFT_P2P_DATA_DIR=")
                .hasMessageContaining(rule);
    }
}
