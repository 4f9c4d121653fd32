package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.Beat;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a node offers, as the log takes it.
 *
 * @param resources how much
 * @param labels what it says of itself, or null when it does not say
 * @param gpus which GPUs, as many as it offers; null while a voter could not read it
 */
record Offer(Resources resources, @Nullable Labels labels, @Nullable List<GpuCard> gpus) {

    /**
     * Reads it from a beat.
     *
     * @param inFull false while a voter may run a release that knows neither GPU models nor disk
     */
    static Offer of(Beat beat, GpuTable table, boolean inFull) {
        Labels labels = beat.labels() == null ? null : new Labels(beat.labels());
        if (!inFull) {
            return new Offer(beat.offered().withoutDisk(), labels, null);
        }
        int cards = (beat.offered().gpuMilli() + 999) / 1_000;
        return new Offer(
                beat.offered(),
                labels,
                beat.metrics().gpus().stream().limit(cards).map(table::card).toList());
    }

    /** Whether the log says the same of the node. */
    boolean isKnown(ClusterNode node) {
        return node.offered().equals(resources)
                && (labels == null || node.status().ownLabels().equals(labels))
                && (gpus == null || node.profile().gpus().equals(gpus));
    }
}
