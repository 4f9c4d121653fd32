package io.ringrift.p2p.replication.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class ModelModuleTest {

    private static final String ID = "0192f0c1-2345-7abc-8def-0123456789ab";

    private final ObjectMapper json = ModelModule.applyTo(JsonMapper.builder()).build();
    private final ObjectMapper smile = ModelModule.applyTo(SmileMapper.builder()).build();

    /** One of each. */
    record All(
            NodeId nodeId,
            JobId jobId,
            AttemptToken token,
            IdempotencyKey key,
            Epoch epoch,
            JobType jobType,
            JobStatus status,
            Duration uptimeSeconds,
            Instant createdAt,
            JsonText metadata,
            Map<NodeId, Epoch> peers,
            Map<JobId, Epoch> jobs,
            @Nullable String error) {}

    private static final All ALL =
            new All(
                    new NodeId("a"),
                    JobId.parse(ID),
                    new AttemptToken(JobId.parse(ID).value()),
                    new IdempotencyKey("k"),
                    new Epoch(7),
                    JobType.SELFPLAY,
                    JobStatus.PENDING,
                    Duration.ofMillis(2500),
                    Instant.parse("2026-11-22T10:00:00.123Z"),
                    new JsonText("{\"a\":[1,2.50,{\"b\":null}]}"),
                    Map.of(new NodeId("b"), new Epoch(1)),
                    Map.of(JobId.parse(ID), new Epoch(2)),
                    null);

    @Test
    void writesTheFormsOfTheContract() {
        assertThat(json.readTree(json.writeValueAsString(ALL)))
                .isEqualTo(
                        json.readTree(
                                """
                                {"node_id": "a", "job_id": "%s", "token": "%s", "key": "k",
                                 "epoch": 7, "job_type": "selfplay", "status": "pending",
                                 "uptime_seconds": 2.5, "created_at": "2026-11-22T10:00:00.123Z",
                                 "metadata": {"a": [1, 2.50, {"b": null}]},
                                 "peers": {"b": 1}, "jobs": {"%s": 2}}
                                """
                                        .formatted(ID, ID, ID)));
    }

    @Test
    void readsWhatItWrote() {
        assertThat(json.readValue(json.writeValueAsString(ALL), All.class)).isEqualTo(ALL);
    }

    @Test
    void theBinaryFormSurvivesToo() {
        assertThat(smile.readValue(smile.writeValueAsBytes(ALL), All.class)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5000", "0.5, 500", "-1.5, -1500", "1e3, 1000000"})
    void aDurationIsANumberOfSeconds(String text, long millis) {
        Duration time = json.readValue(text, Duration.class);
        assertThat(time).isEqualTo(Duration.ofMillis(millis));
        assertThat(json.readValue(json.writeValueAsString(time), Duration.class)).isEqualTo(time);
    }

    @Test
    void aDurationKeepsItsNanoseconds() {
        Duration time = Duration.ofSeconds(1_234_567_890L, 123_456_789);
        assertThat(json.writeValueAsString(time)).isEqualTo("1234567890.123456789");
        assertThat(json.readValue("1234567890.123456789", Duration.class)).isEqualTo(time);
    }

    @Test
    void olderWordsForAnEvaluationAreRead() {
        assertThat(json.readValue("\"gauntlet\"", JobType.class)).isEqualTo(JobType.EVALUATION);
        assertThat(json.readValue("\"Selfplay\"", JobType.class)).isEqualTo(JobType.SELFPLAY);
        assertThat(json.readValue("\"RUNNING\"", JobStatus.class)).isEqualTo(JobStatus.RUNNING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node_id  | \"-\"",
                "node_id  | 5",
                "job_id   | \"1-1-1-1-1\"",
                "token    | \"1-1-1-1-1\"",
                "token    | {}",
                "epoch    | -1",
                "epoch    | \"x\"",
                "job_type | \"dance\"",
                "job_type | 0",
                "status   | \"dancing\"",
                "status   | 0",
                "metadata | \"{}\"",
                "metadata | []",
                "metadata | 5",
                "uptime_seconds | \"5\"",
                "uptime_seconds | 1e13",
                "uptime_seconds | 1e-900000000",
                "peers    | {\"-\": 1}",
            })
    void namesTheFieldThatItCannotRead(String field, String value) {
        assertThatThrownBy(() -> json.readValue("{\"%s\": %s}".formatted(field, value), All.class))
                .isInstanceOfSatisfying(
                        DatabindException.class,
                        refused ->
                                assertThat(refused.getPath())
                                        .first()
                                        .extracting(JacksonException.Reference::getPropertyName)
                                        .isEqualTo(field));
    }
}
