package io.ringrift.p2p.config.start;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class NearestName {

    private NearestName() {}

    /** The known name with the fewest edits to the given one, if it is near enough to be meant. */
    static Optional<String> of(String given, Collection<String> known) {
        int tolerated = Math.max(2, given.length() / 5);
        return known.stream()
                .filter(name -> edits(given, name) <= tolerated)
                .min(
                        Comparator.<String>comparingInt(name -> edits(given, name))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance: how many letters to insert, delete or replace. */
    static int edits(String one, String two) {
        int[] row = new int[two.length() + 1];
        for (int j = 0; j <= two.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= two.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[two.length()];
    }
}
