package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;
import static io.ringrift.p2p.agent.data.DataRig.sha256;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.HostileNames;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the doors make of names that should lead elsewhere, and how they list those that do not. */
class HostileDoorTest {

    @TempDir Path dir;

    private DataRig rig;
    private MockMvcTester doors;

    @BeforeEach
    void start() throws IOException {
        rig = new DataRig(dir.resolve("data"));
        doors = rig.doors(rig.keeper(), 0);
    }

    /** Each of them at the reading and at the writing door, as a client would encode it. */
    @Test
    void noHostileNameOpensADoor() throws Exception {
        Files.writeString(dir.resolve("x"), "outside");
        for (String name : HostileNames.all()) {
            String encoded =
                    "games/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            for (String path : new String[] {encoded, encoded.replace("%2F", "/")}) {
                assertThat(
                                doors.get()
                                        .uri(URI.create("/data/files/" + path))
                                        .exchange()
                                        .getResponse()
                                        .getStatus())
                        .as("read " + path)
                        .isBetween(400, 404);
                assertThat(
                                doors.put()
                                        .uri(URI.create("/data/files/" + path))
                                        .header("X-Content-SHA256", sha256("x").hex())
                                        .content("x")
                                        .exchange()
                                        .getResponse()
                                        .getStatus())
                        .as("write " + path)
                        .isBetween(400, 404);
            }
        }
        assertThat(rig.manifest.count()).isZero();
        assertThat(rig.folders.path().resolve("games")).isEmptyDirectory();
    }

    @Test
    void addressesAreReadAsTheyWereWritten() {
        for (String name : new String[] {"hex5_2p/a b+c(1)~#&=@.jsonl", "hex5_2p/\u00e4\u6f22"}) {
            DataDoor door = new DataDoor(GAMES, new DataPath(name));
            assertThat(DataDoor.parse(door.uri())).isEqualTo(door);
            assertThat(door.uri()).matches("[A-Za-z0-9/_.~%-]+");
        }
    }

    @Test
    void theManifestIsListedPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            rig.file("games/hex5_2p/" + i + ".jsonl", "content " + i);
            rig.file("models/hex5_2p/" + i, "model " + i);
        }
        rig.file("games/hex5_2p/wrong.txt", "x");
        rig.look();
        String cursor = "";
        int files = 0;
        do {
            var page =
                    DataRig.JSON.readTree(
                            doors.get()
                                    .uri(URI.create("/data/manifest?limit=3" + cursor))
                                    .exchange()
                                    .getResponse()
                                    .getContentAsByteArray());
            assertThat(page.path("file_count").asInt()).isEqualTo(10);
            files += page.path("files").size();
            String next = page.path("next_cursor").stringValue(null);
            cursor = next == null ? null : "&cursor=" + next;
        } while (cursor != null);
        assertThat(files).isEqualTo(10);
        assertThat(doors.get().uri("/data/manifest?limit=0").exchange()).hasStatus(400);
        assertThat(doors.get().uri("/data/manifest?cursor=x").exchange()).hasStatus(400);
    }
}
