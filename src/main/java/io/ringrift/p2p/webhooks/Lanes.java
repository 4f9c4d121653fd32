package io.ringrift.p2p.webhooks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** All deliveries that may be under way at a time: most of them for receivers that answer. */
final class Lanes {

    private final Map<Lane.Kind, Lane> lanes = new EnumMap<>(Lane.Kind.class);

    /**
     * @param inFlight deliveries at a time, at least 8
     */
    Lanes(int inFlight) {
        int narrow = inFlight / 8;
        lanes.put(Lane.Kind.UNKNOWN, new Lane(narrow));
        lanes.put(Lane.Kind.FAILING, new Lane(narrow));
        lanes.put(Lane.Kind.PROVEN, new Lane(inFlight - 2 * narrow));
    }

    Lane of(Lane.Kind kind) {
        Lane lane = lanes.get(kind);
        if (lane == null) {
            throw new IllegalStateException("no lane for " + kind);
        }
        return lane;
    }

    int taken() {
        return Arrays.stream(Lane.Kind.values()).mapToInt(kind -> of(kind).taken()).sum();
    }
}
