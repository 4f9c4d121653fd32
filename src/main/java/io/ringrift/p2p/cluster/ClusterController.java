package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.replication.codec.SnapshotCodec;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import java.io.IOException;
import java.time.Duration;

/** The doors for voters and for those who run them. */
@RestController
@OnVoters
class ClusterController {

    private final IdentityFile file;
    private final CommandLog log;
    private final VoterDesk desk;
    private final RestoreDesk restores;
    private final MonotonicClock nanos;
    private final long startedNanos;
    private final StateDigest digest = new StateDigest();
    private final SnapshotCodec snapshots = new SnapshotCodec();

    ClusterController(
            IdentityFile file,
            CommandLog log,
            VoterDesk desk,
            RestoreDesk restores,
            MonotonicClock nanos) {
        this.file = file;
        this.log = log;
        this.desk = desk;
        this.restores = restores;
        this.nanos = nanos;
        this.startedNanos = nanos.nanos();
    }

    /**
     * Who should lead.
     *
     * @param to a voter; left out, the leader picks one
     */
    record TransferRequest(@Nullable String to) {}

    /**
     * Who should vote, too.
     *
     * @param voter {@code id=host:port} or {@code id=host:port:raftport}
     */
    record VoterRequest(@Nullable String voter) {}

    /** Who this voter is; answers from memory, in any state. */
    @GetMapping("/cluster/identity")
    IdentityView identity() {
        DiskIdentity self = file.identity();
        return new IdentityView(
                self.nodeId(),
                self.incarnation(),
                self.clusterId(),
                log.picture().state().charter().voters(),
                RulesVersion.known(),
                Duration.ofNanos(nanos.nanos() - startedNanos).toSeconds());
    }

    /**
     * A digest of this voter's state and the index at which it is taken; voters that show the same
     * index show the same digest.
     */
    @GetMapping("/cluster/hash")
    StateDigest.View hash() {
        return digest.of(log.picture());
    }

    /** Voters, leader and lease as this node sees them; answers from memory, in any state. */
    @GetMapping("/cluster")
    ClusterView cluster() {
        return desk.view();
    }

    @PostMapping("/cluster/transfer")
    ClusterView transfer(@RequestBody(required = false) @Nullable TransferRequest request) {
        desk.transfer(request == null || request.to() == null ? null : id("to", request.to()));
        return desk.view();
    }

    @PostMapping("/cluster/voters")
    ClusterView add(@RequestBody VoterRequest request) {
        if (request.voter() == null) {
            throw Problem.invalid("voter", "is required, such as d=10.0.0.4:8770");
        }
        desk.add(request.voter());
        return desk.view();
    }

    @DeleteMapping("/cluster/voters/{voterId}")
    ClusterView remove(@PathVariable String voterId) {
        desk.remove(id("voter_id", voterId));
        return desk.view();
    }

    /** The whole state as a file, with everything that was acknowledged before the request. */
    @GetMapping("/cluster/backup")
    ResponseEntity<StreamingResponseBody> backup(Picture picture) {
        String name = "ringrift-p2p-" + picture.index() + ".backup";
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(out -> snapshots.write(picture.state(), out));
    }

    /**
     * Makes a backup the state of this cluster, which must not have taken a job yet. The leader
     * reads the body as it comes; another node says who leads.
     */
    @PostMapping(path = "/cluster/restore", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    RestoreView restore(HttpServletRequest request) throws IOException {
        return restores.restore(request.getInputStream(), request.getContentLengthLong());
    }

    /** Gives up what an unfinished restore left; nothing when there is none. */
    @DeleteMapping("/cluster/restore")
    ClusterView abortRestore() {
        restores.abort();
        return desk.view();
    }

    private static NodeId id(String field, String text) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, "is malformed: " + e.getMessage());
        }
    }
}
