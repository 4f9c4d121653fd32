package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.Steering;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Mandates;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;

/**
 * The doors of policies whose answers are only written down, for all configs and for single ones;
 * with tags as those of the policies that hold.
 */
@RestController
@OnVoters
class ShadowController {

    private final TrainingDesk desk;
    private final TrainingPolicy configured;
    private final Clock clock;

    ShadowController(TrainingDesk desk, TrainingPolicy configured, Clock clock) {
        this.desk = desk;
        this.configured = configured;
        this.clock = clock;
    }

    /**
     * A policy in the shadow.
     *
     * @param policy left out where there is none
     */
    record View(@Nullable PolicyView policy) {}

    @GetMapping("/training/policy/shadow")
    ResponseEntity<View> general(Picture picture) {
        return view(picture.state(), null);
    }

    @PutMapping("/training/policy/shadow")
    ResponseEntity<View> setGeneral(
            @RequestBody PolicyView body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request,
            Picture picture) {
        return set(null, body, match, request, picture);
    }

    @DeleteMapping("/training/policy/shadow")
    ResponseEntity<View> endGeneral(
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        return order(null, match, request, null);
    }

    @GetMapping("/training/{configKey}/policy/shadow")
    ResponseEntity<View> show(@PathVariable String configKey, Picture picture) {
        return view(picture.state(), TrainingController.config(configKey));
    }

    @PutMapping("/training/{configKey}/policy/shadow")
    ResponseEntity<View> set(
            @PathVariable @Nullable String configKey,
            @RequestBody PolicyView body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request,
            Picture picture) {
        String key = configKey == null ? null : TrainingController.config(configKey);
        return order(key, match, request, body.over(base(picture.state(), key)));
    }

    @DeleteMapping("/training/{configKey}/policy/shadow")
    ResponseEntity<View> end(
            @PathVariable String configKey,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        return order(TrainingController.config(configKey), match, request, null);
    }

    private ResponseEntity<View> order(
            @Nullable String configKey,
            @Nullable String match,
            HttpServletRequest request,
            @Nullable TrainingPolicy policy) {
        Mandate mandate =
                new Mandate(
                        Mandates.name(request),
                        policy == null ? "takes a shadow away" : "sets a shadow");
        return view(
                desk.order(
                        new TrainingOrder.SetShadowPolicy(
                                clock.instant(),
                                mandate,
                                configKey,
                                PolicyController.version(match),
                                policy)),
                configKey);
    }

    /** What a request leaves out is as in the shadow before, else as in the policy that holds. */
    private TrainingPolicy base(ClusterState state, @Nullable String configKey) {
        TrainingPolicy shadow = state.training().steering(configKey).shadow();
        return shadow != null
                ? shadow
                : state.training().orConfigured(configured).policyFor(configKey);
    }

    private static ResponseEntity<View> view(ClusterState state, @Nullable String configKey) {
        Steering steering = state.training().steering(configKey);
        TrainingPolicy shadow = steering.shadow();
        return ResponseEntity.ok()
                .eTag(Integer.toString(steering.shadowVersion()))
                .body(new View(shadow == null ? null : PolicyView.of(shadow)));
    }
}
