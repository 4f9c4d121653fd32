package io.ringrift.p2p.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.web.Doors;
import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.ErrorResponseException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class JobRequestReaderTest {

    private static final String TWO = "'job_type':'selfplay','config_key':'hex8_2p'";

    private static final Resources TRAINING = new Resources(2_000, 1_000, 1L << 30);

    private final JobRequestReader reader =
            new JobRequestReader(
                    type -> type == JobType.TRAINING ? TRAINING : Nouns.CORE,
                    GpuTable.DEFAULT,
                    Splitting.NEVER);

    private JobSpec read(String json) {
        return reader.read(Doors.JSON.readTree(json.replace('\'', '"')));
    }

    /** Fields and messages of the refusal. */
    private Map<String, String> errors(String json) {
        ErrorResponseException e =
                catchThrowableOfType(ErrorResponseException.class, () -> read(json));
        assertThat(e.getStatusCode().value()).isEqualTo(400);
        List<?> errors =
                (List<?>) Objects.requireNonNull(e.getBody().getProperties()).get("errors");
        return Objects.requireNonNull(errors).stream()
                .map(FieldError.class::cast)
                .collect(Collectors.toMap(FieldError::field, FieldError::message, (a, b) -> a));
    }

    @Test
    void fillsInTheDefaults() {
        assertThat(read("{" + TWO + "}"))
                .isEqualTo(
                        new JobSpec(
                                JobType.SELFPLAY,
                                "hex8_2p",
                                100,
                                50,
                                JsonText.EMPTY,
                                null,
                                Nouns.CORE));
    }

    @Test
    void readsEveryField() {
        JobSpec spec =
                read(
                        """
                        {'job_type':'training','config_key':'hex5_2p','num_games':7,'priority':0,
                         'metadata':{'a':{'b':[1,null]}},'node_id':'gpu-1',
                         'resources':{'cpus':1.5,'gpus':0.25,'memory_mb':512}}\
                        """);
        assertThat(spec)
                .isEqualTo(
                        new JobSpec(
                                JobType.TRAINING,
                                "hex5_2p",
                                7,
                                0,
                                new JsonText("{\"a\":{\"b\":[1,null]}}"),
                                new NodeId("gpu-1"),
                                new Resources(1_500, 250, 512L << 20)));
    }

    @Test
    void readsWhatTheNodeMustBeLike() {
        JobSpec spec =
                read(
                        "{"
                                + TWO
                                + """
                                ,'resources':{'gpus':2,'gpu_models':['rtx 4090','NVIDIA A100-SXM4-80GB'],
                                 'min_gpu_memory_mb':24000,'disk_mb':100,'exclusive':true,
                                 'labels':{'zone':'a','rack':'7'}}}\
                                """);
        assertThat(spec.resources()).isEqualTo(new Resources(1_000, 2_000, 0, 100L << 20));
        assertThat(spec.requires())
                .isEqualTo(
                        new Requirements(
                                List.of("A100", "RTX_4090"),
                                24_000L << 20,
                                new TreeMap<>(Map.of("zone", "a", "rack", "7")),
                                true));
    }

    @Test
    void whoIsChoosyOfGpusWantsOneUnlessItSaysHowMany() {
        assertThat(gpuMilli("{'gpu_models':['H100']}")).isEqualTo(1_000);
        assertThat(gpuMilli("{'min_gpu_memory_mb':1}")).isEqualTo(1_000);
        assertThat(gpuMilli("{'gpu_models':['H100'],'gpus':0.5}")).isEqualTo(500);
        assertThat(gpuMilli("{'gpu_models':['H100'],'gpus':0}")).isZero();
        assertThat(gpuMilli("{'labels':{'a':'b'}}")).isZero();
    }

    private int gpuMilli(String resources) {
        return read("{" + TWO + ",'resources':" + resources + "}").resources().gpuMilli();
    }

    @Test
    void eachTypeHasItsOwnDefaults() {
        assertThat(read("{'job_type':'training','config_key':'x'}").resources())
                .isEqualTo(TRAINING);
        assertThat(
                        read("{'job_type':'training','config_key':'x','resources':{'gpus':0}}")
                                .resources())
                .isEqualTo(new Resources(2_000, 0, 1L << 30));
        assertThat(read("{'job_type':'training','config_key':'x'}").requires()).isNull();
    }

    @Test
    void aNullIsAsGoodAsLeavingItOut() {
        assertThat(
                        read(
                                "{"
                                        + TWO
                                        + ",'num_games':null,'priority':null,'metadata':null,"
                                        + "'node_id':null,'resources':null}"))
                .isEqualTo(read("{" + TWO + "}"));
        assertThat(read("{" + TWO + ",'resources':{'cpus':null}}"))
                .isEqualTo(read("{" + TWO + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "selfplay, SELFPLAY",
        "SelfPlay, SELFPLAY",
        "training, TRAINING",
        "evaluation, EVALUATION",
        "gauntlet, EVALUATION",
        "tournament, EVALUATION",
        "benchmark, EVALUATION",
        "sync, SYNC",
    })
    void knowsTheOlderWordsForTypes(String word, JobType type) {
        assertThat(read("{'job_type':'" + word + "','config_key':'x'}").type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "job_type    | 'chess'                 | is 'chess'; it must be selfplay",
                "job_type    | 7                       | must be a string",
                "job_type    | null                    | is missing",
                "config_key  | ''                      | must have 1 to 64",
                "config_key  | '../x'                  | must have 1 to 64",
                "config_key  | ['a']                   | must be a string",
                "num_games   | 0                       | must be a whole number from 1 to 10000000",
                "num_games   | 10000001                | must be a whole number",
                "num_games   | 1.5                     | must be a whole number",
                "num_games   | 1e400                   | must be a whole number",
                "num_games   | '5'                     | must be a whole number",
                "num_games   | 99999999999999999999999 | must be a whole number",
                "priority    | -1                      | must be a whole number from 0 to 100",
                "priority    | 101                     | must be a whole number from 0 to 100",
                "priority    | true                    | must be a whole number from 0 to 100",
                "metadata    | []                      | must be an object",
                "metadata    | 'x'                     | must be an object",
                "node_id     | ''                      | is malformed",
                "node_id     | 5                       | must be a string",
                "resources   | 5                       | must be an object",
            })
    void namesTheFieldThatIsWrong(String field, String value, String message) {
        String rest =
                switch (field) {
                    case "job_type" -> ",'config_key':'x'";
                    case "config_key" -> ",'job_type':'sync'";
                    default -> "," + TWO;
                };
        assertThat(errors("{'" + field + "':" + value + rest + "}"))
                .hasSize(1)
                .hasEntrySatisfying(field, said -> assertThat(said).contains(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cpus              | -1",
                "cpus              | 1025",
                "cpus              | x",
                "gpus              | 1e9",
                "memory_mb         | 1.5",
                "disk_mb           | -1",
                "gpu_models        | 'H100'",
                "gpu_models        | [7]",
                "gpu_models        | ['Voodoo 2']",
                "gpu_models        | ['CPU']",
                "min_gpu_memory_mb | '24GB'",
                "labels            | []",
                "labels.zone       | {'zone':1}",
                "exclusive         | 1",
            })
    void namesTheResourceThatIsWrong(String field, String value) {
        String member = field.startsWith("labels") ? "labels" : field;
        assertThat(errors("{" + TWO + ",'resources':{'" + member + "':" + quoted(value) + "}}"))
                .containsOnlyKeys("resources." + field);
    }

    private static String quoted(String value) {
        return value.equals("x") ? "'x'" : value;
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThat(
                        errors(
                                """
                                {'job_type':'chess','num_games':0,'priority':'high','metadata':3,
                                 'node_id':'a b','colour':1,
                                 'resources':{'cpus':-1,'wings':2}}\
                                """))
                .containsOnlyKeys(
                        "job_type",
                        "config_key",
                        "num_games",
                        "priority",
                        "metadata",
                        "node_id",
                        "colour",
                        "resources.cpus",
                        "resources.wings");
    }

    @Test
    void anUnknownFieldIsToldWhatIsKnown() {
        assertThat(errors("{" + TWO + ",'numGames':5}"))
                .hasEntrySatisfying("numGames", said -> assertThat(said).contains("num_games"));
        String longName = "x".repeat(300);
        assertThat(errors("{" + TWO + ",'" + longName + "':5}").keySet())
                .allMatch(name -> name.length() < 50);
    }

    @Test
    void metadataHasItsLimits() {
        String keys =
                IntStream.range(0, 65)
                        .mapToObj(i -> "'k" + i + "':1")
                        .collect(Collectors.joining(","));
        assertThat(errors("{" + TWO + ",'metadata':{" + keys + "}}")).containsOnlyKeys("metadata");
        assertThat(read("{" + TWO + ",'metadata':{" + keys.replace(",'k64':1", "") + "}}"))
                .isNotNull();
        String text = "ä".repeat(8_200);
        assertThat(errors("{" + TWO + ",'metadata':{'t':'" + text + "'}}"))
                .hasEntrySatisfying("metadata", said -> assertThat(said).contains("16 KiB"));
        assertThat(read("{" + TWO + ",'metadata':{'t':'" + text.substring(100) + "'}}"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "'text'", "null"})
    void theBodyMustBeAnObject(String json) {
        assertThat(errors(json)).containsOnlyKeys("body");
    }

    @Test
    void largeSelfPlayIsDividedUnlessTheRequestSaysOtherwise() {
        JobRequestReader dividing =
                new JobRequestReader(
                        _ -> Nouns.CORE,
                        GpuTable.DEFAULT,
                        new Splitting(Duration.ofMinutes(30), 2_000));
        assertThat(seconds(dividing, "'num_games':2000")).isNull();
        assertThat(seconds(dividing, "'num_games':2001")).isEqualTo(1_800);
        assertThat(seconds(dividing, "'num_games':2001,'part_seconds':0")).isNull();
        assertThat(seconds(dividing, "'num_games':20,'part_seconds':60")).isEqualTo(60);
        assertThat(seconds(reader, "'num_games':9999999")).as("switched off").isNull();
        assertThat(errors("{" + TWO + ",'part_seconds':-1}")).containsKey("part_seconds");
        assertThat(errors("{'job_type':'training','config_key':'hex8_2p','part_seconds':60}"))
                .containsEntry(
                        "part_seconds", "is for self-play only: other jobs are done as a whole");
    }

    private static @Nullable Integer seconds(JobRequestReader reader, String fields) {
        String json = "{" + TWO + "," + fields + "}";
        return reader.read(Doors.JSON.readTree(json.replace('\'', '"'))).partSeconds();
    }

    @Test
    void readsWhichDataIsNeeded() {
        String digest = "ab".repeat(32);
        JobSpec spec =
                read(
                        "{"
                                + TWO
                                + ",'needs':{'config_key':'hex5_2p','kinds':['models','games'],"
                                + "'coverage':0.9,'max_age_seconds':60,'digests':['"
                                + digest
                                + "']}}");
        assertThat(spec.needs())
                .isEqualTo(
                        new Needs(
                                "hex5_2p",
                                List.of(DataKind.GAMES, DataKind.MODELS),
                                900,
                                60L,
                                List.of(new Sha256(digest))));
        assertThat(read("{" + TWO + ",'needs':{'config_key':'a','kinds':['games']}}").needs())
                .isEqualTo(new Needs("a", List.of(DataKind.GAMES), 1_000, null, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|digests",
                "{'kinds':['games']}|config_key",
                "{'config_key':'hex8'}|kinds",
                "{'config_key':'con','kinds':['games']}|config_key",
                "{'config_key':'../x','kinds':['games']}|config_key",
                "{'config_key':'hex8','kinds':['Games']}|kinds",
                "{'config_key':'hex8','kinds':'games'}|kinds",
                "{'config_key':'hex8','kinds':['games'],'coverage':0}|coverage",
                "{'config_key':'hex8','kinds':['games'],'coverage':1.1}|coverage",
                "{'config_key':'hex8','kinds':['games'],'max_age_seconds':-1}|max_age_seconds",
                "{'digests':['ab']}|digests",
                "{'digests':['ab'],'colour':1}|colour",
            })
    void namesWhatIsWrongWithNeeds(String needs, String field) {
        assertThat(errors("{" + TWO + ",'needs':" + needs + "}")).containsKey("needs." + field);
    }
}
