package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.data.DataFile;

import java.time.Instant;

/** Sums of some files, such as those of one kind that a node has. */
public final class DataSum {

    private int files;
    private long bytes;
    private long games;
    private Instant newest = Instant.MIN;

    public void add(DataFile file) {
        files++;
        bytes += file.size();
        games += file.games();
        newest = file.at().isAfter(newest) ? file.at() : newest;
    }

    public int files() {
        return files;
    }

    public long bytes() {
        return bytes;
    }

    public long games() {
        return games;
    }

    /** When the newest file was made, {@link Instant#MIN} when there is none. */
    public Instant newest() {
        return newest;
    }

    /**
     * What counts of these files where all that there are are {@code all}: games, or bytes where
     * there are no games.
     */
    public long measureIn(DataSum all) {
        return all.games > 0 ? games : bytes;
    }

    /** Share of all that there is, by that measure; 0 to 1, and 1 where there is nothing. */
    public double coverageOf(DataSum all) {
        long whole = all.measureIn(all);
        return whole > 0 ? (double) measureIn(all) / whole : 1;
    }
}
