package io.ringrift.p2p.web;

import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What a node without a log knows: who answered its last beat, and the list of voters. A voter that
 * does not lead sends a request on itself.
 */
final class AgentRoute implements LeaderRoute {

    private final AgentSight sight;
    private final Voters voters;
    private volatile int next;
    private volatile AgentSight.@Nullable Contact distrusted;

    AgentRoute(AgentSight sight, Voters voters) {
        this.sight = sight;
        this.voters = voters;
    }

    @Override
    public boolean isHere() {
        return false;
    }

    @Override
    public Optional<VoterAddress> elsewhere() {
        Optional<VoterAddress> leader =
                sight.contact()
                        .filter(contact -> !contact.equals(distrusted))
                        .flatMap(contact -> voters.find(contact.leader()));
        return leader.isPresent() ? leader : Optional.of(another());
    }

    private VoterAddress another() {
        return voters.all().get(Math.floorMod(next, voters.all().size()));
    }

    /** Always: this node would not know that another one leads before its agent does. */
    @Override
    public boolean isWorthWaitingFor(VoterAddress asked) {
        return true;
    }

    /** The others are asked in turn until the agent hears from a leader again. */
    @Override
    public synchronized void isUnreachable(VoterAddress asked) {
        distrusted = sight.contact().orElse(null);
        if (another().equals(asked)) {
            next = Math.floorMod(next + 1, voters.all().size());
        }
    }

    @Override
    public boolean endsHere() {
        return false;
    }
}
