package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Mandates;
import io.ringrift.p2p.web.Problem;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The doors of training policies: the general one and those of single configs. The tag of an answer
 * is the version of what it shows; a change that names another one is refused.
 */
@RestController
@OnVoters
class PolicyController {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

    private final TrainingDesk desk;
    private final TrainingPolicy configured;
    private final Clock clock;

    PolicyController(TrainingDesk desk, TrainingPolicy configured, Clock clock) {
        this.desk = desk;
        this.configured = configured;
        this.clock = clock;
    }

    @GetMapping("/training/policy")
    ResponseEntity<PolicyView> general(Picture picture) {
        return view(picture.state(), null);
    }

    @PutMapping("/training/policy")
    ResponseEntity<PolicyView> setGeneral(
            @RequestBody PolicyView body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request,
            Picture picture) {
        return setFor(null, body, match, request, picture);
    }

    @DeleteMapping("/training/policy")
    ResponseEntity<PolicyView> resetGeneral(
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        return order(null, match, request, null);
    }

    @GetMapping("/training/{configKey}/policy")
    ResponseEntity<PolicyView> show(@PathVariable String configKey, Picture picture) {
        return view(picture.state(), TrainingController.config(configKey));
    }

    @PutMapping("/training/{configKey}/policy")
    ResponseEntity<PolicyView> set(
            @PathVariable String configKey,
            @RequestBody PolicyView body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request,
            Picture picture) {
        return setFor(TrainingController.config(configKey), body, match, request, picture);
    }

    private ResponseEntity<PolicyView> setFor(
            @Nullable String configKey,
            PolicyView body,
            @Nullable String match,
            HttpServletRequest request,
            Picture picture) {
        return order(configKey, match, request, body.over(holding(picture.state(), configKey)));
    }

    @DeleteMapping("/training/{configKey}/policy")
    ResponseEntity<PolicyView> reset(
            @PathVariable String configKey,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        return order(TrainingController.config(configKey), match, request, null);
    }

    private ResponseEntity<PolicyView> order(
            @Nullable String configKey,
            @Nullable String match,
            HttpServletRequest request,
            @Nullable TrainingPolicy policy) {
        Mandate mandate =
                new Mandate(
                        Mandates.name(request),
                        policy == null ? "takes a policy back" : "sets a policy");
        return view(
                desk.order(
                        new TrainingOrder.SetTrainingPolicy(
                                clock.instant(), mandate, configKey, version(match), policy)),
                configKey);
    }

    static @Nullable Integer version(@Nullable String match) {
        if (match == null || match.equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(match.strip());
        if (!tag.matches()) {
            throw Problem.invalid("If-Match", "must be a tag as ETag showed it, such as \"3\"");
        }
        return Integer.valueOf(tag.group(1));
    }

    private ResponseEntity<PolicyView> view(ClusterState state, @Nullable String configKey) {
        return ResponseEntity.ok()
                .eTag(Integer.toString(state.training().steering(configKey).version()))
                .body(PolicyView.of(holding(state, configKey)));
    }

    /** In the first moment of a cluster its leader has not put its settings into the state yet. */
    TrainingPolicy holding(ClusterState state, @Nullable String configKey) {
        return state.training().orConfigured(configured).policyFor(configKey);
    }
}
