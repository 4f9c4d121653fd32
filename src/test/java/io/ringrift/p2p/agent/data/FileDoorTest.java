package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;
import static io.ringrift.p2p.agent.data.DataRig.sha256;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/** Reading, writing and listing the files of one node over its doors. */
class FileDoorTest {

    private static final String CONTENT = "0123456789";

    /** In a test, so that no program that is tested takes it up. */
    @RestControllerAdvice
    static final class Problems extends ResponseEntityExceptionHandler {}

    @TempDir Path dir;

    private DataRig rig;
    private DataKeeper keeper;
    private MockMvcTester doors;

    @BeforeEach
    void start() throws IOException {
        rig = new DataRig(dir.resolve("data"));
        keeper = rig.keeper();
        doors = rig.doors(keeper, 0);
    }

    private MvcTestResult get(String path, String... headers) {
        var request = doors.get().uri(URI.create("/data/files/" + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.exchange();
    }

    private MvcTestResult put(String path, String body, String... headers) {
        var request =
                doors.put()
                        .uri(URI.create("/data/files/" + path))
                        .content(body.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.exchange();
    }

    /** Wherever it stands: only the web server's own mapper puts it on top. */
    private static String code(MvcTestResult answer) throws Exception {
        JsonNode code =
                DataRig.JSON
                        .readTree(answer.getResponse().getContentAsByteArray())
                        .findValue("code");
        return code == null ? "" : code.stringValue();
    }

    private void offer() throws IOException {
        rig.file("games/hex5_2p/g.jsonl", CONTENT);
        rig.look();
    }

    @Test
    void aFileIsReadWithItsDigestAsItsTag() throws Exception {
        offer();
        MvcTestResult answer = get("games/hex5_2p/g.jsonl?local=true");
        assertThat(answer)
                .hasStatus(200)
                .hasHeader("ETag", '"' + sha256(CONTENT).hex() + '"')
                .hasHeader("Accept-Ranges", "bytes")
                .hasHeader("Content-Length", "10")
                .hasHeader("X-Content-Type-Options", "nosniff");
        assertThat(answer.getResponse().getHeader("Content-Disposition")).startsWith("attachment");
        assertThat(answer.getResponse().getContentAsString()).isEqualTo(CONTENT);
        MvcTestResult head = doors.head().uri("/data/files/games/hex5_2p/g.jsonl").exchange();
        assertThat(head).hasStatus(200).hasHeader("Content-Length", "10");
        assertThat(head.getResponse().getContentAsByteArray()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 206, 0, bytes 0-0/10",
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=8-, 206, 89, bytes 8-9/10",
        "bytes=8-99999, 206, 89, bytes 8-9/10",
        "bytes=-3, 206, 789, bytes 7-9/10",
        "bytes=-99, 206, 0123456789, bytes 0-9/10",
        "bytes=10-, 416, , bytes */10",
        "bytes=-0, 416, , bytes */10",
        "bytes=4-2, 200, 0123456789, ",
        "'bytes=0-1,3-4', 200, 0123456789, ",
        "lines=0-1, 200, 0123456789, ",
        "bytes=-, 200, 0123456789, ",
        "bytes=99999999999999999999-, 200, 0123456789, ",
    })
    void aRangeIsReadAsTheStandardSays(String range, int status, String body, String says)
            throws Exception {
        offer();
        MvcTestResult answer = get("games/hex5_2p/g.jsonl", "Range", range);
        assertThat(answer).hasStatus(status);
        assertThat(answer.getResponse().getHeader("Content-Range")).isEqualTo(says);
        if (body != null) {
            assertThat(answer.getResponse().getContentAsString()).isEqualTo(body);
        }
    }

    @Test
    void conditionsAreKeptTo() throws Exception {
        offer();
        String tag = '"' + sha256(CONTENT).hex() + '"';
        String other = '"' + sha256("other").hex() + '"';
        assertThat(get("games/hex5_2p/g.jsonl", "If-Match", tag)).hasStatus(200);
        MvcTestResult refused = get("games/hex5_2p/g.jsonl", "If-Match", other);
        assertThat(refused).hasStatus(412);
        assertThat(code(refused)).isEqualTo("other_content");
        assertThat(get("games/hex5_2p/g.jsonl", "If-None-Match", other + ", " + tag))
                .hasStatus(304);
        assertThat(get("games/hex5_2p/g.jsonl", "Range", "bytes=1-1", "If-Range", other))
                .hasStatus(200);
        assertThat(get("games/hex5_2p/g.jsonl", "Range", "bytes=1-1", "If-Range", tag))
                .hasStatus(206);
    }

    @Test
    void whatIsNotInTheManifestIsNotServed() throws Exception {
        rig.file("games/hex5_2p/g.jsonl", CONTENT);
        assertThat(get("games/hex5_2p/g.jsonl")).as("not hashed yet").hasStatus(404);
        rig.look();
        assertThat(get("games/hex5_2p/g.jsonl")).hasStatus(200);
        Path file = rig.folders.path().resolve("games/hex5_2p/g.jsonl");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertThat(get("games/hex5_2p/g.jsonl")).as("changed since").hasStatus(404);
        Files.delete(file);
        Files.createSymbolicLink(file, Files.writeString(dir.resolve("secret"), CONTENT));
        assertThat(get("games/hex5_2p/g.jsonl")).as("a link").hasStatus(404);
        Path folder = rig.folders.path().resolve("games/hex5_2p");
        Files.delete(file);
        Files.delete(folder);
        Files.createSymbolicLink(folder, Files.createDirectories(dir.resolve("outside")));
        Files.writeString(dir.resolve("outside/g.jsonl"), CONTENT);
        assertThat(get("games/hex5_2p/g.jsonl")).as("behind a link").hasStatus(404);
        assertThat(put("games/hex5_2p/n.jsonl", "x", "X-Content-SHA256", sha256("x").hex()))
                .hasStatus(409);
        assertThat(dir.resolve("outside/n.jsonl")).doesNotExist();
    }

    @Test
    void aFileIsWrittenOnceAndForAll() throws Exception {
        String path = "games/hex5_2p/new/g.jsonl?config_key=hex5_2p&games=7&local=true";
        MvcTestResult made = put(path, CONTENT, "X-Content-SHA256", sha256(CONTENT).hex());
        assertThat(made).hasStatus(201);
        Entry entry = rig.entry(GAMES, "hex5_2p/new/g.jsonl");
        assertThat(entry.file().games()).isEqualTo(7);
        assertThat(rig.folders.path().resolve("games/hex5_2p/new/g.jsonl")).hasContent(CONTENT);
        assertThat(put(path, CONTENT, "X-Content-SHA256", sha256(CONTENT).hex())).hasStatus(200);
        MvcTestResult other = put(path, "other", "X-Content-SHA256", sha256("other").hex());
        assertThat(other).hasStatus(409);
        assertThat(code(other)).isEqualTo("other_content");
        assertThat(get("games/hex5_2p/new/g.jsonl").getResponse().getContentAsString())
                .isEqualTo(CONTENT);
        assertThat(rig.folders.path().resolve(".incoming")).isEmptyDirectory();
        assertThat(rig.look().hashed()).as("it is known already").isZero();
        assertThat(rig.folders.path().resolve(".facts")).isEmptyDirectory();
    }

    @Test
    void whatIsNotWhatItShouldBeIsDropped() throws Exception {
        MvcTestResult answer =
                put("games/hex5_2p/g.jsonl", CONTENT, "X-Content-SHA256", sha256("other").hex());
        assertThat(answer).hasStatus(422);
        assertThat(code(answer)).isEqualTo("digest_mismatch");
        assertThat(rig.manifest.count()).isZero();
        assertThat(rig.folders.path().resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void aFileMayComeInPiecesAlsoAcrossARestart() throws Exception {
        String path = "games/hex5_2p/g.jsonl";
        String[] asks = {"X-Content-SHA256", sha256(CONTENT).hex(), "Content-Range", "bytes */10"};
        assertThat(put(path, "", asks)).hasStatus(202).hasHeader("Upload-Offset", "0");
        assertThat(piece(path, 0, 4)).hasStatus(202).hasHeader("Upload-Offset", "4");
        MvcTestResult gap = piece(path, 6, 10);
        assertThat(gap).hasStatus(409).hasHeader("Upload-Offset", "4");
        assertThat(code(gap)).isEqualTo("upload_offset");
        doors = rig.doors(keeper, 0);
        assertThat(put(path, "", asks)).hasStatus(202).hasHeader("Upload-Offset", "4");
        assertThat(rig.manifest.count()).isZero();
        assertThat(piece(path, 4, 10)).hasStatus(201);
        assertThat(put(path, "", asks)).as("it is there").hasStatus(200);
        assertThat(rig.folders.path().resolve("games/hex5_2p/g.jsonl")).hasContent(CONTENT);
    }

    private MvcTestResult piece(String path, int from, int to) {
        return put(
                path,
                CONTENT.substring(from, to),
                "X-Content-SHA256",
                sha256(CONTENT).hex(),
                "Content-Range",
                "bytes " + from + "-" + (to - 1) + "/10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    games/hex5_2p/g.txt                      | 400
                    games/g.jsonl                            | 400
                    games/.x/g.jsonl                         | 400
                    nokind/hex5_2p/g.jsonl                   | 400
                    games/hex5_2p/g.jsonl?config_key=hex6_2p | 400
                    games/hex5_2p/g.jsonl?games=-1           | 400
                    games/hex5_2p/g.jsonl?local=maybe        | 400
                    games/hex5_2p/g.jsonl?what=that          | 400
                    """)
    void whatMayNotBeWrittenIsNamed(String path, int status) throws Exception {
        MvcTestResult answer = put(path, "x", "X-Content-SHA256", sha256("x").hex());
        assertThat(answer).hasStatus(status);
        assertThat(code(answer)).isEqualTo("invalid_request");
        assertThat(rig.folders.path().resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void headersThatMakeNoSenseAreNamed() throws Exception {
        assertThat(put("games/hex5_2p/g.jsonl", "x")).hasStatus(400);
        assertThat(put("games/hex5_2p/g.jsonl", "x", "X-Content-SHA256", "ABC")).hasStatus(400);
        for (String range : new String[] {"bytes 0-5/10", "bytes 0-0/0", "bytes x", "0-0/1"}) {
            assertThat(
                            put(
                                    "games/hex5_2p/g.jsonl",
                                    "x",
                                    "X-Content-SHA256",
                                    sha256("x").hex(),
                                    "Content-Range",
                                    range))
                    .as(range)
                    .hasStatus(400);
        }
    }

    @Test
    void namesThatClashByTheirCaseAreRefused() throws Exception {
        rig.file("games/hex5_2p/Sub/Game.jsonl", "one");
        rig.look();
        for (String path :
                new String[] {"games/hex5_2p/Sub/game.jsonl", "games/hex5_2p/sub/other.jsonl"}) {
            MvcTestResult answer = put(path, "x", "X-Content-SHA256", sha256("x").hex());
            assertThat(answer).as(path).hasStatus(409);
            assertThat(code(answer)).isEqualTo("name_clash");
        }
        MvcTestResult under =
                put(
                        "games/hex5_2p/Sub/Game.jsonl/x.jsonl",
                        "x",
                        "X-Content-SHA256",
                        sha256("x").hex());
        assertThat(under).as("a file is no folder").hasStatus(409);
    }

    @Test
    void aFullDiskOrALargeFileIsRefusedBeforeAByteIsTaken() throws Exception {
        doors = rig.doors(keeper, Long.MAX_VALUE / 2);
        MvcTestResult full =
                put("games/hex5_2p/g.jsonl", CONTENT, "X-Content-SHA256", sha256(CONTENT).hex());
        assertThat(full).hasStatus(507);
        assertThat(code(full)).isEqualTo("disk_full");
        MvcTestResult large =
                put(
                        "games/hex5_2p/g.jsonl",
                        "x",
                        "X-Content-SHA256",
                        sha256("x").hex(),
                        "Content-Range",
                        "bytes 0-0/5000000");
        assertThat(large).hasStatus(413);
    }

    @Test
    void whoHandsAFileOnSaysWhoMadeIt() {
        Producer maker = new Producer(new NodeId("b"), new JobId(UUID.randomUUID()), 1, "v1", null);
        DataFile file =
                new DataFile(
                        new DataKey(GAMES, new DataPath("hex5_2p/g.jsonl"), sha256(CONTENT)),
                        "hex5_2p",
                        10,
                        50,
                        maker,
                        Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(
                        put(
                                "games/hex5_2p/g.jsonl",
                                CONTENT,
                                "X-Content-SHA256",
                                sha256(CONTENT).hex(),
                                "X-Data-File",
                                DataRig.JSON.writeValueAsString(file)))
                .hasStatus(201);
        assertThat(rig.entry(GAMES, "hex5_2p/g.jsonl").file()).isEqualTo(file);
    }
}
