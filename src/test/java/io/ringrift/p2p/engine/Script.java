package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.CordonNode;
import io.ringrift.p2p.engine.Command.DrainNode;
import io.ringrift.p2p.engine.Command.LeaveNode;
import io.ringrift.p2p.engine.Command.ReleaseLease;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.RetireNode;
import io.ringrift.p2p.engine.Command.UncordonNode;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.time.Duration;
import java.util.stream.Collectors;

/** The words of a scenario. */
final class Script {

    static final Decision NOTHING = new Decision.Accepted(java.util.List.of());

    private static final Mandate MANDATE = new Mandate("somebody", "for a reason");

    private Script() {}

    /** Runs one line against the house. */
    static Decision run(House house, String line) {
        String[] w = line.strip().split("\\s+", -1);
        return switch (w[0]) {
            case "wait" -> {
                house.after(Duration.parse(w[1]));
                yield NOTHING;
            }
            case "lead" ->
                    house.apply(
                            new ClaimLeadership(
                                    house.now(), new NodeId(w[1]), Duration.ofSeconds(30)));
            case "renew" ->
                    house.apply(new RenewLease(house.now(), house.epoch(), Duration.ofSeconds(30)));
            case "step-down" -> house.apply(new ReleaseLease(house.now(), house.epoch()));
            case "node" ->
                    house.apply(
                            house.register(
                                    w[1], 1, new Resources(number(w[2]) * 1_000, 0, 1L << 40)));
            case "submit" ->
                    house.apply(
                            w.length == 2
                                    ? house.submit(number(w[1]))
                                    : house.submit(number(w[1]), w[2], w[3]));
            case "cancel" -> house.apply(house.cancel(number(w[1])));
            case "assign" -> house.apply(house.assign(job(w[1]), attempt(w[1]), w[2]));
            case "submit-large" ->
                    house.apply(
                            house.submit(
                                    number(w[1]),
                                    House.spec(50, null, House.ONE_CORE).inPartsOf(60)));
            case "part" ->
                    house.apply(house.assignPart(job(w[1]), attempt(w[1]), number(w[2]), w[3]));
            case "start" -> house.apply(house.start(job(w[1]), attempt(w[1])));
            case "complete" -> house.apply(house.complete(job(w[1]), attempt(w[1])));
            case "fail" ->
                    house.apply(house.fail(job(w[1]), attempt(w[1]), ExitReason.valueOf(w[2])));
            case "release" -> house.apply(house.release(job(w[1]), attempt(w[1]), w[2]));
            case "restore" -> house.apply(house.beginRestore(number(w[1])));
            case "restore-part" -> house.apply(house.restorePart(number(w[1])));
            case "restore-end" -> house.apply(house.finishRestore());
            case "restore-abort" ->
                    house.apply(new Command.AbortRestore(house.now(), house.epoch()));
            case "rules" ->
                    house.apply(
                            new Command.RaiseRulesVersion(
                                    house.now(), house.epoch(), number(w[1])));
            case "offline" -> house.apply(house.offline(w[1]));
            case "leave" ->
                    house.apply(
                            new LeaveNode(
                                    house.now(), new NodeId(w[1]), house.node(w[1]).incarnation()));
            case "cordon" -> house.apply(new CordonNode(house.now(), new NodeId(w[1]), MANDATE));
            case "uncordon" ->
                    house.apply(new UncordonNode(house.now(), new NodeId(w[1]), MANDATE));
            case "drain" ->
                    house.apply(
                            new DrainNode(
                                    house.now(),
                                    new NodeId(w[1]),
                                    MANDATE,
                                    new Drain(DrainMode.valueOf(w[2]), null)));
            case "retire" -> house.apply(new RetireNode(house.now(), new NodeId(w[1]), MANDATE));
            case "lose" -> house.apply(house.lose(job(w[1]), attempt(w[1]), w[2], w.length > 3));
            case "late" -> house.apply(house.noteLate(job(w[1]), attempt(w[1])));
            case "purge" ->
                    house.apply(new Command.PurgeDeadLetter(house.now(), House.job(number(w[1]))));
            case "manifest" ->
                    house.apply(
                            house.manifest(w[1], number(w[2]), number(w[3]), House.file(w[4], 1)));
            case "sweep" -> house.apply(house.sweep());
            default -> throw new IllegalArgumentException("no such word: " + line);
        };
    }

    /** What a decision says, as a scenario writes it. */
    static String told(Decision decision) {
        return switch (decision) {
            case Decision.Refused refused -> "refused " + refused.why().code();
            case Decision.Accepted accepted ->
                    accepted.events().isEmpty()
                            ? "nothing"
                            : accepted.events().stream()
                                    .map(event -> event.getClass().getSimpleName())
                                    .collect(Collectors.joining(", "));
        };
    }

    private static int job(String jobSlashAttempt) {
        return number(jobSlashAttempt.substring(0, jobSlashAttempt.indexOf('/')));
    }

    private static int attempt(String jobSlashAttempt) {
        return number(jobSlashAttempt.substring(jobSlashAttempt.indexOf('/') + 1));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
