package io.ringrift.p2p.events;

import java.util.Arrays;

/** Hashes of all jobs and nodes that a full file is about, so that most files need no reading. */
final class SubjectHashes {

    private int[] hashes = new int[1_024];
    private int size;

    void add(StoredEvent event) {
        event.jobs().forEach(this::add);
        event.nodes().forEach(this::add);
    }

    private void add(Object subject) {
        if (size == hashes.length) {
            sortAndCompact();
            if (size > hashes.length / 2) {
                hashes = Arrays.copyOf(hashes, hashes.length * 2);
            }
        }
        hashes[size++] = subject.hashCode();
    }

    /** From now on it can be asked. */
    SubjectHashes done() {
        sortAndCompact();
        hashes = Arrays.copyOf(hashes, size);
        return this;
    }

    private void sortAndCompact() {
        int[] distinct = Arrays.stream(hashes, 0, size).sorted().distinct().toArray();
        System.arraycopy(distinct, 0, hashes, 0, distinct.length);
        size = distinct.length;
    }

    boolean mayHold(Object subject) {
        return Arrays.binarySearch(hashes, 0, size, subject.hashCode()) >= 0;
    }
}
