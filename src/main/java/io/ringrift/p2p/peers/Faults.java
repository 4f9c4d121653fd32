package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.GpuInfo;
import io.ringrift.p2p.model.wire.Beat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a node although it beats, each with what to do about it. */
final class Faults {

    /** Between the clocks of a node and of the leader; what holds a beat up is part of it. */
    static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    private Faults() {}

    /** Missing GPUs and broken ones; empty when there are none. */
    static String ofGpus(Beat beat) {
        List<String> faults = new ArrayList<>();
        List<GpuInfo> gpus = beat.metrics().gpus();
        Integer expected = beat.expectedGpus();
        if (expected != null && gpus.size() < expected) {
            faults.add(
                    gpus.size()
                            + " of "
                            + expected
                            + " GPUs found: look at nvidia-smi and the driver's log on the node, or"
                            + " correct RINGRIFT_P2P_AGENT_EXPECTED_GPUS");
        }
        for (GpuInfo gpu : gpus) {
            if (gpu.eccErrors() != null && gpu.eccErrors() > 0) {
                faults.add(
                        "GPU "
                                + gpu.index()
                                + " has "
                                + gpu.eccErrors()
                                + " uncorrected memory errors: drain the node and reset the GPU"
                                + " (nvidia-smi --gpu-reset), or replace it");
            }
        }
        return String.join("; ", faults);
    }

    /** A clock that is wrong makes logs and deadlines useless; work goes on. */
    static String ofClock(Peer peer) {
        if (peer.beat().at() == null) {
            return "";
        }
        Duration ahead = Duration.between(peer.at(), peer.beat().at());
        return ahead.abs().compareTo(CLOCKS_APART) <= 0
                ? ""
                : "its clock is "
                        + ahead.abs().toSeconds()
                        + " s "
                        + (ahead.isNegative() ? "behind" : "ahead of")
                        + " the leader's: let it follow a time server (NTP)";
    }
}
