package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.ReleaseCopies;
import io.ringrift.p2p.engine.DataOrder.PinData;
import io.ringrift.p2p.engine.DataOrder.UnpinData;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.ReleaseRule;

import java.util.ArrayList;
import java.util.List;

/** Which files stay and which go. */
final class KeepingRules {

    private KeepingRules() {}

    static Decision order(ClusterState state, DataOrder order) {
        return switch (order) {
            case PinData c -> pin(state, c);
            case UnpinData c ->
                    state.catalogue().keeping().pins().containsKey(c.sha256())
                            ? Accepted.of(
                                    new DataEvent.DataUnpinned(c.at(), c.mandate(), c.sha256()))
                            : Accepted.of();
        };
    }

    private static Decision pin(ClusterState state, PinData c) {
        Keeping keeping = state.catalogue().keeping();
        if (keeping.pins().containsKey(c.sha256())) {
            return Accepted.of();
        }
        if (keeping.pins().size() >= Keeping.MAX_PINS) {
            return new Refused(new Rejection.TooManyPins(Keeping.MAX_PINS));
        }
        boolean known =
                state.catalogue().files().keySet().stream()
                        .anyMatch(key -> key.sha256().equals(c.sha256()));
        return known
                ? Accepted.of(new DataEvent.DataPinned(c.at(), c.mandate(), c.sha256()))
                : new Refused(new Rejection.UnknownContent(c.sha256()));
    }

    /**
     * Lets go what may; the leader's plan may be older than what refers to a file now, so what may
     * not go stays without a word.
     */
    static Decision release(ClusterState state, ReleaseCopies c) {
        int room = Keeping.MAX_LEAVING - state.catalogue().keeping().leaving(c.node()).size();
        References references = References.of(state);
        List<DataKey> going = new ArrayList<>();
        long bytes = 0;
        for (DataKey key : c.files().stream().distinct().sorted().toList()) {
            Catalogue.Held held = state.catalogue().files().get(key);
            if (held != null
                    && going.size() < room
                    && mayGo(state, held, c)
                    && references.to(held.file(), c.node()).isEmpty()) {
                going.add(key);
                bytes += held.file().size();
            }
        }
        return going.isEmpty()
                ? new Refused(new Rejection.NothingToRelease(c.node()))
                : Accepted.of(
                        new DataEvent.CopiesReleased(c.at(), c.node(), c.rule(), going, bytes));
    }

    private static boolean mayGo(ClusterState state, Catalogue.Held held, ReleaseCopies c) {
        return held.holders().contains(c.node())
                && (c.rule() == ReleaseRule.RETENTION
                        || held.present(state.nodes(), c.node()) >= c.copies());
    }

    static ClusterState evolve(ClusterState state, DataEvent event) {
        Catalogue catalogue = state.catalogue();
        return state.withCatalogue(
                switch (event) {
                    case DataEvent.DataPinned e ->
                            catalogue.with(
                                    catalogue
                                            .keeping()
                                            .pinned(
                                                    e.sha256(),
                                                    new Keeping.Pin(e.at(), e.mandate())));
                    case DataEvent.DataUnpinned e ->
                            catalogue.with(catalogue.keeping().unpinned(e.sha256()));
                    case DataEvent.CopiesReleased e -> catalogue.released(e.node(), e.files());
                    case DataEvent.CopiesDeleted e ->
                            catalogue.with(catalogue.keeping().deleted(e.node(), e.files()));
                });
    }
}
