package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.complete;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.ErrorResponseException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class JobListingTest {

    private static final JobListing.Filter ANY = filter(null, null, null);

    private final LeadershipRig rig = LeadershipRig.leading();

    private static JobListing.Filter filter(
            @Nullable JobType type,
            @Nullable String configKey,
            @Nullable NodeId node,
            JobStatus... statuses) {
        return new JobListing.Filter(Set.of(statuses), type, configKey, node, false, null);
    }

    private JobListing.Page page(JobListing.Filter filter, @Nullable JobId before, int limit) {
        return JobListing.page(rig.log.picture().state(), filter, before, limit);
    }

    private List<JobId> ids(JobListing.Filter filter) {
        return page(filter, null, 1_000).jobs().stream().map(job -> job.id()).toList();
    }

    /** 1 pending, 2 running on A, 3 completed on B, 4 cancelled, 5 a training. */
    private void fiveJobs() {
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        for (int i = 1; i <= 4; i++) {
            rig.apply(submit(i));
        }
        rig.apply(assign(2, A), start(2), assign(3, B), start(3), complete(3), cancel(4));
        JobSpec training =
                new JobSpec(JobType.TRAINING, "other", 1, 50, JsonText.EMPTY, null, Nouns.CORE);
        rig.apply(submit(5, training));
    }

    @Test
    void showsTheNewestFirstOpenOrNot() {
        fiveJobs();
        assertThat(ids(ANY)).containsExactly(job(5), job(4), job(3), job(2), job(1));
    }

    @Test
    void filtersByEachField() {
        fiveJobs();
        assertThat(ids(filter(null, null, null, JobStatus.PENDING)))
                .containsExactly(job(5), job(1));
        assertThat(ids(filter(null, null, null, JobStatus.RUNNING, JobStatus.COMPLETED)))
                .containsExactly(job(3), job(2));
        assertThat(ids(filter(null, null, null, JobStatus.FAILED))).isEmpty();
        assertThat(ids(filter(JobType.TRAINING, null, null))).containsExactly(job(5));
        assertThat(ids(filter(null, "hex5_2p", null)))
                .containsExactly(job(4), job(3), job(2), job(1));
        assertThat(ids(filter(null, null, A))).containsExactly(job(2));
        assertThat(ids(filter(null, null, B, JobStatus.COMPLETED))).containsExactly(job(3));
    }

    @Test
    void theLastPageHasNoCursor() {
        fiveJobs();
        JobListing.Page first = page(ANY, null, 3);
        assertThat(first.next()).isEqualTo(job(3));
        JobListing.Page second = page(ANY, first.next(), 3);
        assertThat(second.jobs()).extracting(one -> one.id()).containsExactly(job(2), job(1));
        assertThat(second.next()).isNull();
        assertThat(page(ANY, null, 5).next()).isNull();
        assertThat(page(ANY, job(1), 5)).isEqualTo(new JobListing.Page(List.of(), null));
    }

    @Test
    void aWalkSeesEveryJobOnceWhileJobsComeAndEnd() {
        rig.apply(register(A, FOUR_CORES));
        for (int i = 1; i <= 100; i++) {
            rig.apply(submit(i));
        }
        List<JobId> seen = new ArrayList<>();
        JobId cursor = null;
        int more = 200;
        do {
            JobListing.Page page = page(ANY, cursor, 7);
            page.jobs().forEach(one -> seen.add(one.id()));
            cursor = page.next();
            // One behind the cursor and one ahead of it end; new ones come.
            rig.apply(
                    submit(more++),
                    cancel(101 - seen.size()),
                    cancel(Math.max(1, 90 - seen.size())));
        } while (cursor != null);
        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo(job(100));
        assertThat(seen.getLast()).isEqualTo(job(1));
    }

    @Test
    void aRareFilterLooksAtABoundedNumberOfJobsPerPage() {
        ClusterState state = rig.log.picture().state();
        for (int i = 1; i <= JobListing.MAX_LOOKED_AT + 10; i++) {
            state = Engine.apply(state, submit(i)).state();
        }
        JobListing.Filter rare = filter(JobType.SYNC, null, null);
        JobListing.Page first = JobListing.page(state, rare, null, 10);
        assertThat(first.jobs()).isEmpty();
        assertThat(first.next()).isEqualTo(job(11));
        assertThat(JobListing.page(state, rare, first.next(), 10).next()).isNull();
    }

    @Test
    void readsItsParameters() {
        ListingParameters read =
                parameters(
                        "status=pending,RUNNING&status=failed&job_type=gauntlet&config_key=x"
                                + "&node_id=a&limit=7&cursor="
                                + job(3));
        assertThat(read)
                .isEqualTo(
                        new ListingParameters(
                                filter(
                                        JobType.EVALUATION,
                                        "x",
                                        A,
                                        JobStatus.PENDING,
                                        JobStatus.RUNNING,
                                        JobStatus.FAILED),
                                job(3),
                                7));
        ListingParameters none = new ListingParameters(ANY, null, 100);
        assertThat(parameters("")).isEqualTo(none);
        assertThat(parameters("status=&job_type=&config_key=&node_id=&cursor=&limit="))
                .isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource({
        "status=lost, status",
        "job_type=chess, job_type",
        "node_id=a b, node_id",
        "cursor=1-1-1-1-1, cursor",
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit",
        "page=2, page",
    })
    void namesTheParameterThatIsWrong(String query, String parameter) {
        assertThatThrownBy(() -> parameters(query))
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        e -> {
                            assertThat(e.getStatusCode().value()).isEqualTo(400);
                            assertThat(e.getBody().getDetail()).startsWith(parameter + " ");
                        });
    }

    private static ListingParameters parameters(String query) {
        MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] pair = part.split("=", 2);
            values.add(pair[0], pair[1]);
        }
        return ListingParameters.read(values);
    }
}
