package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.process.ProcessIdentity;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.wire.StartOrder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * What a later life of the agent must know about an attempt: {@code attempt.json}, written before
 * its process is started and again once the process is known.
 *
 * @param order what the leader ordered
 * @param command the program, for people
 * @param graceMillis of its template at the start
 * @param timeoutMillis of its template at the start, 0 when unlimited
 * @param resultRequired of its template at the start
 * @param startedAt when it was started
 * @param process the first process, once known
 * @param ownGroup whether that process leads a group
 */
record AttemptRecord(
        StartOrder order,
        String command,
        long graceMillis,
        long timeoutMillis,
        boolean resultRequired,
        Instant startedAt,
        @Nullable ProcessIdentity process,
        boolean ownGroup) {

    static AttemptRecord before(
            StartOrder order, Template template, String command, Instant startedAt) {
        return new AttemptRecord(
                order,
                command,
                template.grace().toMillis(),
                template.timeout() == null ? 0 : template.timeout().toMillis(),
                template.result() == Template.ResultRule.REQUIRED,
                startedAt,
                null,
                false);
    }

    AttemptRecord running(ProcessIdentity found, boolean leadsGroup) {
        return new AttemptRecord(
                order,
                command,
                graceMillis,
                timeoutMillis,
                resultRequired,
                startedAt,
                found,
                leadsGroup);
    }

    Duration grace() {
        return Duration.ofMillis(graceMillis);
    }
}
