package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds out which cluster this voter belongs to before it may vote.
 *
 * <p>A voter alone founds its own. Of several the first by name founds the cluster, once a majority
 * has said that it belongs to none; the others wait for it. A voter with an empty disk whose name
 * the cluster knows already is refused: its predecessor made promises that it cannot remember.
 */
public final class Founding {

    private static final Logger LOG = LoggerFactory.getLogger(Founding.class);
    private static final long ASK_AGAIN_MILLIS = 200;
    private static final int TELL_EVERY = 25;

    private final IdentityFile file;
    private final Voters voters;
    private final VoterClient client;
    private final Supplier<UUID> ids;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * What was found out.
     *
     * @param cluster this voter's from now on
     * @param works it had a leader before this voter came, and does not count on it yet
     */
    public record Found(UUID cluster, boolean works) {}

    public Founding(IdentityFile file, Voters voters, VoterClient client, Supplier<UUID> ids) {
        this.file = file;
        this.voters = voters;
        this.client = client;
        this.ids = ids;
    }

    /**
     * The cluster, when it can be told without waiting for anybody.
     *
     * @throws BadSettingException when the other voters know this one by another disk, or belong to
     *     another cluster
     */
    public Optional<Found> known() throws IOException {
        UUID mine = file.identity().clusterId();
        if (mine == null) {
            return voters.all().size() == 1
                    ? Optional.of(new Found(join(ids.get()), false))
                    : Optional.empty();
        }
        List<IdentityView> answers = client.identities(others());
        compare(mine, answers);
        return Optional.of(new Found(mine, worksWithoutThisOne(answers)));
    }

    /** A voter that joined, and was started again before it was added, waits to be added. */
    private boolean worksWithoutThisOne(List<IdentityView> answers) {
        return answers.stream()
                .anyMatch(one -> !one.voters().isEmpty() && one.known(self()).isEmpty());
    }

    /**
     * Waits until the cluster is founded; the doors must be open, since the others ask too.
     *
     * @throws BadSettingException as {@link #known}
     */
    public Found await() throws IOException, InterruptedException {
        for (int round = 0; ; round++) {
            List<IdentityView> answers = client.identities(others());
            Optional<UUID> theirs =
                    answers.stream()
                            .flatMap(one -> Optional.ofNullable(one.clusterId()).stream())
                            .findFirst();
            if (theirs.isPresent()) {
                compare(theirs.get(), answers);
                boolean works = answers.stream().anyMatch(one -> !one.voters().isEmpty());
                return new Found(join(theirs.get()), works);
            }
            if (isFounder() && answers.size() + 1 >= voters.quorumSize()) {
                UUID founded = ids.get();
                LOG.info("Founding cluster {} with the voters {}", founded, names());
                return new Found(join(founded), false);
            }
            if (round % TELL_EVERY == 0) {
                LOG.info(
                        "Waiting for the voters {}: {} of {} others answer",
                        names(),
                        answers.size(),
                        voters.all().size() - 1);
            }
            if (closed.await(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("the node stops");
            }
        }
    }

    /** Ends the waiting. */
    public void close() {
        closed.countDown();
    }

    private boolean isFounder() {
        return voters.all().getFirst().id().equals(self());
    }

    private NodeId self() {
        return file.identity().nodeId();
    }

    private UUID join(UUID cluster) throws IOException {
        file.join(cluster);
        return cluster;
    }

    private void compare(UUID cluster, List<IdentityView> answers) {
        for (IdentityView answer : answers) {
            if (answer.clusterId() != null && !answer.clusterId().equals(cluster)) {
                throw new BadSettingException(
                        "Node %s belongs to cluster %s, but voter %s belongs to cluster %s: correct RINGRIFT_P2P_VOTERS or RINGRIFT_P2P_DATA_DIR of the one that is wrong."
                                .formatted(self(), cluster, answer.nodeId(), answer.clusterId()));
            }
            boolean otherDisk =
                    answer.known(self())
                            .filter(known -> !known.equals(file.identity().incarnation()))
                            .isPresent();
            if (otherDisk) {
                throw new BadSettingException(
                        "The cluster knows voter %s by another data folder: bring that one back, or if it is lost call DELETE /cluster/voters/%s on another node, start this one again and add it with POST /cluster/voters."
                                .formatted(self(), self()));
            }
        }
    }

    private List<VoterAddress> others() {
        return voters.all().stream().filter(voter -> !voter.id().equals(self())).toList();
    }

    private List<NodeId> names() {
        return voters.all().stream().map(VoterAddress::id).toList();
    }
}
