package io.ringrift.p2p.jobs.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.jobs.placement.Suggestion.Change;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What is explained is what happens. */
class ExplainerTest {

    private static final int CLUSTERS = 1_000;

    @Test
    void whatIsSaidToStartStartsAndNothingElseDoes() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            RandomCluster cluster = new RandomCluster(seed);
            List<Plan.Assignment> round = cluster.round();
            for (Job job : cluster.queued()) {
                Explanation said = cluster.explainer().queued(job);
                assertThat(
                                round.stream()
                                        .filter(one -> one.jobId().equals(job.id()))
                                        .map(Plan.Assignment::node)
                                        .findFirst()
                                        .orElse(null))
                        .as("seed %d, job %s", seed, job.id())
                        .isEqualTo(said.goesTo());
                assertThat(said.goesTo() == null || said.suggestions().isEmpty()).isTrue();
                assertThat(said.counts().values().stream().mapToInt(n -> n).sum())
                        .isLessThanOrEqualTo(cluster.views().size());
            }
        }
    }

    @Test
    void theFirstSuggestionAppliedStartsTheJob() {
        int applied = 0;
        Set<Change> changes = EnumSet.noneOf(Change.class);
        for (long seed = 0; seed < CLUSTERS; seed++) {
            for (Job job : new RandomCluster(seed).queued()) {
                List<Suggestion> suggestions =
                        new RandomCluster(seed).explainer().queued(job).suggestions();
                if (!suggestions.isEmpty()) {
                    apply(seed, job, suggestions.getFirst());
                    changes.add(suggestions.getFirst().change());
                    applied++;
                }
            }
        }
        assertThat(applied).isGreaterThan(CLUSTERS);
        assertThat(changes).containsExactlyInAnyOrder(Change.values());
    }

    private static void apply(long seed, Job job, Suggestion suggestion) {
        RandomCluster cluster = new RandomCluster(seed);
        JobId id = job.id();
        if (suggestion.change() == Change.WAIT) {
            cluster.waitUntil(Objects.requireNonNull(suggestion.until()));
        } else if (suggestion.change() == Change.UNCORDON_NODE) {
            cluster.uncordon((NodeId) Objects.requireNonNull(suggestion.value()));
        } else {
            cluster.cancel(id);
            id = cluster.submit(Objects.requireNonNull(suggestion.changed()));
        }
        assertThat(cluster.round())
                .extracting(Plan.Assignment::jobId)
                .as("seed %d, job %s, %s", seed, job.id(), suggestion)
                .contains(id);
    }

    @Test
    void aPlannedJobIsExplainedAsIfItHadBeenSubmitted() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            RandomCluster cluster = new RandomCluster(seed);
            JobSpec spec = cluster.spec();
            Explanation said = cluster.explainer().planned(spec);
            JobId id = cluster.submit(spec);
            assertThat(
                            cluster.round().stream()
                                    .filter(one -> one.jobId().equals(id))
                                    .map(Plan.Assignment::node)
                                    .findFirst()
                                    .orElse(null))
                    .as("seed %d, %s", seed, spec)
                    .isEqualTo(said.goesTo());
        }
    }

    @Test
    void everySentenceHasItsNumbers() {
        Set<Obstacle> met = EnumSet.noneOf(Obstacle.class);
        for (long seed = 0; seed < CLUSTERS; seed++) {
            RandomCluster cluster = new RandomCluster(seed);
            for (Job job : cluster.queued()) {
                for (Explanation.Verdict one : cluster.explainer().queued(job).nodes()) {
                    assertThat(one.sentence()).isNotBlank();
                    if (one.obstacle() != null && isCounted(one.obstacle())) {
                        assertThat(one.sentence()).containsPattern("needs .*\\d.*(free|ha[sv])");
                    }
                    if (one.obstacle() != null) {
                        met.add(one.obstacle());
                    }
                }
            }
        }
        assertThat(EnumSet.complementOf(EnumSet.copyOf(met)))
                .containsExactlyInAnyOrder(
                        Obstacle.UNHEALTHY,
                        Obstacle.IMPAIRED,
                        Obstacle.OVERLOADED,
                        Obstacle.STILL_STOPPING);
    }

    private static boolean isCounted(Obstacle obstacle) {
        return switch (obstacle) {
            case GPU_MEMORY, GPUS, CPUS, MEMORY, DISK -> true;
            case GPUS_TAKEN, CPUS_TAKEN, MEMORY_TAKEN, DISK_TAKEN -> true;
            default -> false;
        };
    }

    @Test
    void bytesAreForPeople() {
        assertThat(Sentences.bytes(40L << 30)).isEqualTo("40 GB");
        assertThat(Sentences.bytes(100L << 30)).isEqualTo("100 GB");
        assertThat(Sentences.bytes(3L << 29)).isEqualTo("1.5 GB");
        assertThat(Sentences.bytes(512L << 20)).isEqualTo("512 MB");
        assertThat(Sentences.bytes(0)).isEqualTo("0 GB");
        assertThat(Sentences.milli(1_500)).isEqualTo("1.5");
    }

    @Test
    void aPriorityIsWorthAMinuteOfWaiting() {
        Instant now = Instant.ofEpochMilli(10_000_000);
        var waiting =
                new io.ringrift.p2p.engine.QueueKey(
                        50, new JobId(new java.util.UUID((9_400_000L << 16) | 0x7000, 1)));
        assertThat(SingleChanges.priorityBefore(waiting, now)).isEqualTo(61);
    }
}
