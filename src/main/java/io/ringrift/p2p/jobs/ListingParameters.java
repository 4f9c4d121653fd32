package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.Problem;
import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
                    "cursor",
                    "limit",
                    "consistency");

    /**
     * Reads the query.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming each wrong parameter
     */
    static ListingParameters read(MultiValueMap<String, String> query) {
        List<FieldError> errors = new ArrayList<>();
        for (String name : query.keySet()) {
            if (!KNOWN.contains(name)) {
                errors.add(
                        new FieldError(
                                name,
                                "is not known; known are "
                                        + String.join(", ", KNOWN.stream().sorted().toList())));
            }
        }
        Reader reader = new Reader(query, errors);
        ListingParameters parameters =
                new ListingParameters(
                        new JobListing.Filter(
                                reader.statuses(),
                                reader.one(
                                        "job_type",
                                        text ->
                                                JobType.ofWireName(text)
                                                        .orElseThrow(IllegalArgumentException::new),
                                        "must be selfplay, training, evaluation or sync"),
                                reader.one("config_key", text -> text, "cannot be read"),
                                reader.one("node_id", NodeId::new, "is not a node id"),
                                reader.one("dead_letter", Reader::onlyTrue, "can only be true")
                                        != null),
                        reader.one("cursor", JobId::parse, "is not a cursor of an earlier page"),
                        Optional.ofNullable(
                                        reader.one(
                                                "limit",
                                                Reader::limit,
                                                "must be a whole number from 1 to " + MAX_LIMIT))
                                .orElse(DEFAULT_LIMIT));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return parameters;
    }

    /** Reads parameter by parameter and collects what is wrong. */
    private record Reader(MultiValueMap<String, String> query, List<FieldError> errors) {

        <T> @Nullable T one(String name, Function<String, T> parse, String rule) {
            String text = query.getFirst(name);
            if (text == null || text.isEmpty()) {
                return null;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(name, rule));
                return null;
            }
        }

        Set<JobStatus> statuses() {
            EnumSet<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
            for (String value : query.getOrDefault("status", List.of())) {
                for (String text : value.isEmpty() ? new String[0] : value.split(",", -1)) {
                    try {
                        statuses.add(JobStatus.valueOf(text.trim().toUpperCase(Locale.ROOT)));
                    } catch (IllegalArgumentException e) {
                        errors.add(
                                new FieldError(
                                        "status",
                                        "must be pending, running, completed, failed or"
                                                + " cancelled"));
                    }
                }
            }
            return statuses;
        }

        static Boolean onlyTrue(String text) {
            if (!text.equals("true")) {
                throw new IllegalArgumentException();
            }
            return true;
        }

        static Integer limit(String text) {
            int limit = Integer.parseInt(text);
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException();
            }
            return limit;
        }
    }
}
