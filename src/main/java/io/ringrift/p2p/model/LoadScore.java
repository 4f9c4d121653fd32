package io.ringrift.p2p.model;

/** How loaded a machine is, as one number. */
public final class LoadScore {

    private LoadScore() {}

    /**
     * 0.4·cpu + 0.3·memory + 0.2·gpu_memory + 0.1·disk (outside contract, Formulas). Without a GPU
     * its weight is shared out in proportion: the other three weights are divided by their sum.
     *
     * <p>Computed in tenths of the weights, so that round percentages give round scores: 80 % of
     * everything is exactly 0.8.
     *
     * @return 0 to 1, never falling when a metric rises
     */
    public static double of(ResourceMetrics metrics) {
        double others =
                4 * metrics.cpuPercent() + 3 * metrics.memoryPercent() + metrics.diskPercent();
        return metrics.hasGpu() ? (others + 2 * metrics.gpuMemoryPercent()) / 1000 : others / 800;
    }
}
