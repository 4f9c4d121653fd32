package io.ringrift.p2p.sync;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.wire.Transfer;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Problem;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** The doors at which SYNC jobs ask what to move, and people what moves. */
@RestController
@OnVoters
class TransferController {

    private final TransferDesk desk;

    TransferController(TransferDesk desk) {
        this.desk = desk;
    }

    /** The SYNC jobs that wait or run, oldest first. */
    record Transfers(List<TransferDesk.View> transfers) {}

    @GetMapping("/data/transfers")
    Transfers list(Picture picture) {
        return new Transfers(desk.all(picture.state()));
    }

    @GetMapping("/data/transfers/{jobId}")
    Transfer show(@PathVariable String jobId, Picture picture) {
        try {
            return desk.of(JobId.parse(jobId), picture.state());
        } catch (IllegalArgumentException malformed) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND,
                    "no_transfer",
                    "There is no job with this id; a job id is a UUID.");
        }
    }
}
