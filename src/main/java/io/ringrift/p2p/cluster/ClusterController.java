package io.ringrift.p2p.cluster;

import io.ringrift.p2p.replication.CommandLog;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The doors for voters and for those who run them. */
@RestController
class ClusterController {

    private final IdentityFile file;
    private final CommandLog log;

    ClusterController(IdentityFile file, CommandLog log) {
        this.file = file;
        this.log = log;
    }

    /** Who this voter is; answers from memory, in any state. */
    @GetMapping("/cluster/identity")
    IdentityView identity() {
        DiskIdentity self = file.identity();
        return new IdentityView(
                self.nodeId(),
                self.incarnation(),
                self.clusterId(),
                log.picture().state().charter().voters());
    }
}
