package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody outside who wants to be told.
 *
 * @param settings what they want
 * @param secrets that sign, the newest first; none for formats that are not signed
 * @param configured whether it comes from the leader's settings and is changed there only
 * @param version counts changes of all but the mailbox, from 1
 * @param disabled why it gets nothing, null while it does
 * @param mailbox what goes to it
 */
public record Endpoint(
        EndpointId id,
        EndpointSettings settings,
        List<Signing> secrets,
        boolean configured,
        int version,
        Instant createdAt,
        @Nullable Disabled disabled,
        Mailbox mailbox) {

    /** How long an old secret goes on signing beside the new one. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /** After this time of nothing but failures it is disabled. */
    public static final Duration PATIENCE = Duration.ofDays(5);

    /** Secrets in force at once; with more the oldest goes early. */
    static final int MAX_SECRETS = 4;

    public Endpoint {
        secrets = List.copyOf(secrets);
    }

    /**
     * A secret in force.
     *
     * @param until when it no longer signs, null for the newest
     */
    public record Signing(SigningSecret secret, @Nullable Instant until) {}

    /**
     * Why it gets nothing.
     *
     * @param by a person, or the cluster itself
     */
    public record Disabled(Instant at, String by, String reason) {}

    /** The secrets that sign at a time, the newest first. */
    public List<SigningSecret> signing(Instant now) {
        return secrets.stream()
                .filter(one -> one.until() == null || one.until().isAfter(now))
                .map(Signing::secret)
                .toList();
    }

    boolean isNewestSecret(@Nullable SigningSecret secret) {
        return secret == null
                ? secrets.isEmpty()
                : !secrets.isEmpty() && secrets.getFirst().secret().equals(secret);
    }

    Endpoint with(Mailbox now) {
        return new Endpoint(id, settings, secrets, configured, version, createdAt, disabled, now);
    }

    Endpoint with(EndpointSettings now) {
        return new Endpoint(
                id, now, secrets, configured, version + 1, createdAt, disabled, mailbox);
    }

    Endpoint disabled(@Nullable Disabled now) {
        return new Endpoint(
                id, settings, secrets, configured, version + 1, createdAt, now, mailbox);
    }

    Endpoint rotated(SigningSecret secret, Instant at) {
        List<Signing> next = new ArrayList<>();
        next.add(new Signing(secret, null));
        Instant until = at.plus(OVERLAP);
        Stream<Signing> before =
                secrets.stream()
                        .filter(one -> one.until() == null || one.until().isAfter(at))
                        .map(one -> one.until() == null ? new Signing(one.secret(), until) : one);
        before.limit(MAX_SECRETS - 1).forEach(next::add);
        return new Endpoint(
                id, settings, next, configured, version + 1, createdAt, disabled, mailbox);
    }
}
