package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.DataSum;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What data there is and how much of it is where; one walk over the catalogue.
 *
 * @param files that some node has
 * @param bytes of these, each counted once
 * @param data per config and kind, in this order
 */
record DataView(int files, long bytes, List<OfKind> data) {

    /**
     * The files of one kind for one config.
     *
     * @param games that the files hold
     * @param newestAgeSeconds since the newest was made
     * @param nodes who has how much
     */
    record OfKind(
            String configKey,
            DataKind kind,
            int files,
            long bytes,
            long games,
            Instant newestAt,
            double newestAgeSeconds,
            List<OnNode> nodes) {}

    /**
     * What a node has of these.
     *
     * @param missing files that others have and it does not
     * @param coverage games that it has ÷ games that there are, by bytes where there are no games;
     *     0 to 1
     * @param lagSeconds age of the oldest file that it misses, left out when it misses none
     */
    record OnNode(
            NodeId nodeId,
            int files,
            long bytes,
            long games,
            int missing,
            double coverage,
            @Nullable Double lagSeconds) {}

    private record Place(String configKey, DataKind kind) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byConfig = configKey.compareTo(other.configKey);
            return byConfig != 0 ? byConfig : kind.compareTo(other.kind);
        }
    }

    private static final class Tables {

        private final DataSum all = new DataSum();
        private final Map<NodeId, DataSum> byNode = new TreeMap<>();
        private final List<Catalogue.Held> held = new ArrayList<>();
    }

    static DataView of(Catalogue catalogue, Instant now) {
        Map<Place, Tables> places = new TreeMap<>();
        DataSum sum = new DataSum();
        for (Catalogue.Held held : catalogue.files().values()) {
            DataFile file = held.file();
            sum.add(file);
            Tables tables =
                    places.computeIfAbsent(
                            new Place(file.configKey(), file.key().kind()), _ -> new Tables());
            tables.all.add(file);
            tables.held.add(held);
            for (NodeId node : held.holders()) {
                tables.byNode.computeIfAbsent(node, _ -> new DataSum()).add(file);
            }
        }
        List<OfKind> data = new ArrayList<>();
        places.forEach((place, tables) -> data.add(view(place, tables, now)));
        return new DataView(sum.files(), sum.bytes(), data);
    }

    private static OfKind view(Place place, Tables tables, Instant now) {
        List<OnNode> nodes = new ArrayList<>();
        tables.byNode.forEach((node, sum) -> nodes.add(view(node, sum, tables, now)));
        DataSum all = tables.all;
        return new OfKind(
                place.configKey,
                place.kind,
                all.files(),
                all.bytes(),
                all.games(),
                all.newest(),
                seconds(all.newest(), now),
                nodes);
    }

    private static OnNode view(NodeId node, DataSum sum, Tables tables, Instant now) {
        DataSum all = tables.all;
        Instant oldest = null;
        for (Catalogue.Held held : tables.held) {
            Instant at = held.file().at();
            if (!held.holders().contains(node) && (oldest == null || at.isBefore(oldest))) {
                oldest = at;
            }
        }
        return new OnNode(
                node,
                sum.files(),
                sum.bytes(),
                sum.games(),
                all.files() - sum.files(),
                sum.coverageOf(all),
                oldest == null ? null : Double.valueOf(seconds(oldest, now)));
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
    }
}
