package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.QueryReader;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.Locale;
import java.util.Set;

/**
 * The query of {@code GET /jobs}.
 *
 * @param filter what to show
 * @param before the cursor: only jobs older than this one
 * @param limit jobs per page, 1 to {@value #MAX_LIMIT}
 */
record ListingParameters(JobListing.Filter filter, @Nullable JobId before, int limit) {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;

    private static final Set<String> KNOWN =
            Set.of(
                    "status",
                    "job_type",
                    "config_key",
                    "node_id",
                    "dead_letter",
                    "part_of",
                    "cursor",
                    "limit",
                    "consistency");

    /**
     * Reads the query.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming each wrong parameter
     */
    static ListingParameters read(MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query, KNOWN);
        ListingParameters parameters =
                new ListingParameters(
                        new JobListing.Filter(
                                reader.each(
                                        "status",
                                        text -> JobStatus.valueOf(text.toUpperCase(Locale.ROOT)),
                                        "must be pending, running, completed, failed or cancelled"),
                                reader.one(
                                        "job_type",
                                        text ->
                                                JobType.ofWireName(text)
                                                        .orElseThrow(IllegalArgumentException::new),
                                        "must be selfplay, training, evaluation or sync"),
                                reader.one("config_key", text -> text, "cannot be read"),
                                reader.one("node_id", NodeId::new, "is not a node id"),
                                reader.one(
                                                "dead_letter",
                                                ListingParameters::onlyTrue,
                                                "can only be true")
                                        != null,
                                reader.one("part_of", JobId::parse, "is not a job id")),
                        reader.one("cursor", JobId::parse, "is not a cursor of an earlier page"),
                        reader.limit(DEFAULT_LIMIT, MAX_LIMIT));
        reader.check();
        return parameters;
    }

    private static Boolean onlyTrue(String text) {
        if (!text.equals("true")) {
            throw new IllegalArgumentException();
        }
        return true;
    }
}
