package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.Problem;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The door at which agents say what files they have. */
@RestController
@OnVoters
class ManifestController {

    private final ManifestDesk desk;

    ManifestController(ManifestDesk desk) {
        this.desk = desk;
    }

    @PostMapping("/peers/{nodeId}/manifest")
    ManifestReply record(@PathVariable String nodeId, @RequestBody ManifestChange change) {
        RequiredFields.check(change);
        try {
            return desk.record(new NodeId(nodeId), change);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("node_id", "is malformed: " + e.getMessage());
        }
    }
}
