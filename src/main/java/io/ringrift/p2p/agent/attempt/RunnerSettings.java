package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.NodeId;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What running jobs on this node depends on.
 *
 * @param node this node
 * @param dataDir its folder, absolute
 * @param logMaxBytes what the logs of one attempt may take
 * @param minFreeBytes space that must be free before anything new is started
 * @param look how often logs and adopted processes are looked at
 * @param threads that start and end processes
 * @param retention how long what is left of ended attempts stays
 */
public record RunnerSettings(
        NodeId node,
        Path dataDir,
        long logMaxBytes,
        long minFreeBytes,
        Duration look,
        int threads,
        Retention retention) {}
