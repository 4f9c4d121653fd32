package io.ringrift.p2p.sync;

import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;

/** The doors that show which data is where. */
@RestController
@OnVoters
class DataController {

    private final SyncPlanner planner;
    private final Clock clock;

    DataController(SyncPlanner planner, Clock clock) {
        this.planner = planner;
        this.clock = clock;
    }

    @GetMapping("/data")
    DataView show(Picture picture) {
        return DataView.of(picture.state().catalogue(), clock.instant());
    }

    @GetMapping("/data/files")
    FileListing.Page list(@RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        return FileListing.read(parameters).page(picture.state().catalogue());
    }

    /** What should move and does not, and why. */
    @GetMapping("/data/plan")
    PlanView plan(Picture picture) {
        return planner.show(picture.state());
    }
}
