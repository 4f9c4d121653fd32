package io.ringrift.p2p.load;

import java.util.Locale;

/**
 * A limit.
 *
 * @param limit the number
 * @param atLeast whether more is better
 * @param unit of the number
 */
record Target(double limit, boolean atLeast, String unit) {

    static Target atLeast(double limit, String unit) {
        return new Target(limit, true, unit);
    }

    static Target atMost(double limit, String unit) {
        return new Target(limit, false, unit);
    }

    boolean isMet(double value) {
        return atLeast ? value >= limit : value <= limit;
    }

    String show(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.1f %s" : "%,.0f %s", value, unit);
    }

    @Override
    public String toString() {
        return (atLeast ? "≥ " : "≤ ")
                + String.format(Locale.ROOT, limit % 1 == 0 ? "%,.0f %s" : "%,.1f %s", limit, unit);
    }
}
