package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds the leader among the voters: goes where the last answer came from, or straight to the
 * leader that it named; when that fails, the others are asked at once, one after the other, since
 * each of them sends a beat on to the leader. A round in which nobody answers fails as a whole, and
 * the next one comes after the caller's pause.
 */
public final class VoterWalk implements LeaderClient {

    private static final Logger LOG = LoggerFactory.getLogger(VoterWalk.class);

    private final Voters voters;
    private final Map<NodeId, LeaderClient> clients = new LinkedHashMap<>();
    private volatile int next;

    /**
     * Begins at a voter that depends on the node, so that a thousand agents do not begin at the
     * same one.
     *
     * @param connect makes the client of one voter
     */
    public VoterWalk(Voters voters, NodeId self, Function<VoterAddress, LeaderClient> connect) {
        this.voters = voters;
        voters.all().forEach(voter -> clients.put(voter.id(), connect.apply(voter)));
        this.next = Math.floorMod(self.value().hashCode(), voters.all().size());
    }

    @Override
    public BeatReply beat(Beat beat)
            throws LeaderUnavailableException, SupersededException, InterruptedException {
        BeatReply reply = walk(client -> client.beat(beat));
        voters.find(reply.leader()).ifPresent(leader -> next = voters.all().indexOf(leader));
        return reply;
    }

    @Override
    public ReportsReply report(Reports reports)
            throws LeaderUnavailableException, InterruptedException {
        return ask(client -> client.report(reports));
    }

    @Override
    public ManifestReply manifest(ManifestChange change)
            throws LeaderUnavailableException, InterruptedException {
        return ask(client -> client.manifest(change));
    }

    private <T> T ask(Question<T> question)
            throws LeaderUnavailableException, InterruptedException {
        try {
            return walk(question);
        } catch (SupersededException e) {
            throw new LeaderUnavailableException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void leave(UUID incarnation) throws LeaderUnavailableException, InterruptedException {
        latest().leave(incarnation);
    }

    /** Only the leader that asked knows who reads; nobody else is asked in its place. */
    @Override
    public boolean log(UUID request, byte[] text, boolean found, boolean last)
            throws LeaderUnavailableException, InterruptedException {
        return latest().log(request, text, found, last);
    }

    private LeaderClient latest() throws LeaderUnavailableException {
        LeaderClient client = clients.get(voters.all().get(next).id());
        if (client == null) {
            throw new LeaderUnavailableException("there is no voter");
        }
        return client;
    }

    /** One question to one voter. */
    @FunctionalInterface
    private interface Question<T> {
        T to(LeaderClient client)
                throws LeaderUnavailableException, SupersededException, InterruptedException;
    }

    private <T> T walk(Question<T> question)
            throws LeaderUnavailableException, SupersededException, InterruptedException {
        int size = voters.all().size();
        int first = next;
        LeaderUnavailableException last = new LeaderUnavailableException("there is no voter");
        for (int i = 0; i < size; i++) {
            int index = (first + i) % size;
            VoterAddress voter = voters.all().get(index);
            LeaderClient client = clients.get(voter.id());
            if (client == null) {
                continue;
            }
            try {
                T answer = question.to(client);
                next = index;
                return answer;
            } catch (LeaderUnavailableException e) {
                if (e.blamesRequest()) {
                    throw e;
                }
                LOG.debug("voter {} does not help: {}", voter.id(), e.getMessage());
                last = e;
            }
        }
        next = (first + 1) % size;
        throw last;
    }

    @Override
    public void close() {
        clients.values().forEach(LeaderClient::close);
    }
}
