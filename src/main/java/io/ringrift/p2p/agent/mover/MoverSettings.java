package io.ringrift.p2p.agent.mover;

import java.time.Duration;

/**
 * How files are moved.
 *
 * @param connections how many chunks of a file are under way at a time
 * @param chunkBytes most that one request asks for; memory is about {@code connections + 1} of it
 * @param blockBytes what is noted as complete at a time, and so what a crash costs at most per
 *     connection; a chunk is a multiple of it
 * @param connect how long a connection may take to come about
 * @param answer how long a node may take to begin its answer
 * @param idle how long an answer may pause
 * @param slowest bytes per second below which a source is left, when there is another one
 * @param patience how long a source may be slow before it is left
 * @param giveUp how long a file may get no byte from any source
 * @param firstPause rest of a source that failed, growing with each failure up to {@code
 *     longestPause}
 * @param longestPause longest rest of a source
 * @param asks how often a voter is asked for other sources before a file is left for another try
 * @param spareBytes what must be free on the disk beside the file itself
 * @param paceEvery how often a job whose rate is limited asks for its share of now
 */
record MoverSettings(
        int connections,
        int chunkBytes,
        int blockBytes,
        Duration connect,
        Duration answer,
        Duration idle,
        long slowest,
        Duration patience,
        Duration giveUp,
        Duration firstPause,
        Duration longestPause,
        int asks,
        long spareBytes,
        Duration paceEvery) {

    static final MoverSettings DEFAULT =
            new MoverSettings(
                    4,
                    8 << 20,
                    512 << 10,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    64 << 10,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    3,
                    64L << 20,
                    Duration.ofSeconds(5));

    MoverSettings {
        if (connections < 1 || blockBytes < 1 || chunkBytes % blockBytes != 0) {
            throw new IllegalArgumentException("a chunk is a whole number of blocks");
        }
    }

    int chunks(long size) {
        return Math.toIntExact((size + chunkBytes - 1) / chunkBytes);
    }

    int chunkLength(long size, int chunk) {
        return (int) Math.min(chunkBytes, size - (long) chunk * chunkBytes);
    }
}
