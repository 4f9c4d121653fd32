package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.OutcomeUnknownException;

import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.jspecify.annotations.Nullable;

/** What a refusal of the library means to a caller: certainly not in the log, or unknown. */
final class Refusals {

    private Refusals() {}

    /**
     * @param mayBeInLog a leader that steps down answers "not leader" also for entries that it has
     *     already written and that its successor may commit
     */
    static RuntimeException of(@Nullable Throwable why, boolean mayBeInLog) {
        if (mayBeInLog || why == null) {
            return new OutcomeUnknownException(
                    "the log gave up on an entry that it may hold",
                    why == null ? new IllegalStateException("empty answer") : why);
        }
        return switch (why) {
            case NotLeaderException _ -> new NotLeadingException("this node does not lead");
            case LeaderSteppingDownException _ ->
                    new NotLeadingException("this node is handing its leadership over");
            case LeaderNotReadyException _ ->
                    new NotLeadingException("the new leader is not ready yet");
            case ServerNotReadyException _ ->
                    new NotLeadingException("this node is starting or stopping");
            case ResourceUnavailableException _ ->
                    new NotAcceptedException("too many commands are waiting for the disk");
            default -> new OutcomeUnknownException("the log gave up: " + why.getMessage(), why);
        };
    }
}
