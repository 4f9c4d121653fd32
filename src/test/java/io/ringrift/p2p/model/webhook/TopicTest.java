package io.ringrift.p2p.model.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    @Test
    void aPatternStandsForItsTopics() {
        assertThat(Topic.matching("*")).hasSize(20).doesNotContain(Topic.TEST);
        assertThat(Topic.matching("training.*"))
                .containsExactly(
                        Topic.TRAINING_TRIGGERED, Topic.TRAINING_STARTED, Topic.TRAINING_COMPLETE);
        assertThat(Topic.matching("rollback")).containsExactly(Topic.ROLLBACK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "test", "job", "job_", "Job_failed", ".*", "jobs.*", "train.*", "**"})
    void whatIsUnknownStandsForNothing(String pattern) {
        assertThat(Topic.matching(pattern)).isEmpty();
    }
}
