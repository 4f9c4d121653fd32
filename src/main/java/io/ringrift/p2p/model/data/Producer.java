package io.ringrift.p2p.model.data;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * Who made a file.
 *
 * @param node where it was made or first seen
 * @param job whose output it is, if it is a job's
 * @param attempt of that job, 0 without one
 * @param codeVersion what the job's result said of its program, if it did
 * @param model with which it was made, if the job's result said so
 */
public record Producer(
        NodeId node,
        @Nullable JobId job,
        int attempt,
        @Nullable String codeVersion,
        @Nullable Sha256 model) {

    /** A file that a person put there. */
    public static Producer of(NodeId node) {
        return new Producer(node, null, 0, null, null);
    }
}
