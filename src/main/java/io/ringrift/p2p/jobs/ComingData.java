package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.engine.SupplyTable;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.Obstacle;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which jobs wait for nothing but data of which some is on its way by a SYNC job. */
final class ComingData {

    /** A SYNC job names files by their SHA-256; nothing else of its order matters here. */
    private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{64}\\b");

    private final ClusterState state;
    private final SupplyTable supplies;
    private final Set<String> moving = new HashSet<>();

    /** Looks at all open jobs. */
    ComingData(ClusterState state) {
        this.state = state;
        this.supplies = new SupplyTable(state);
        for (Job job : state.open().values()) {
            if (job.spec().type() == JobType.SYNC) {
                Matcher digests = DIGEST.matcher(job.spec().metadata().value());
                while (digests.find()) {
                    moving.add(digests.group());
                }
            }
        }
    }

    /** Whether a node lacks only data for the job, and some of that is moving now. */
    boolean isAwaitedBy(Job job) {
        Needs needs = job.spec().needs();
        if (needs == null || moving.isEmpty()) {
            return false;
        }
        for (ClusterNode node : state.nodes().values()) {
            Obstacle obstacle =
                    Suitability.obstacle(
                            job.id(), job.spec(), Suitability.place(state, node, supplies));
            if (obstacle == Obstacle.DATA_MISSING && isComing(needs, node)) {
                return true;
            }
        }
        return false;
    }

    private boolean isComing(Needs needs, ClusterNode node) {
        for (Catalogue.Held held : supplies.of(needs).missingOn(node.id())) {
            if (moving.contains(held.file().key().sha256().hex())) {
                return true;
            }
        }
        return false;
    }
}
