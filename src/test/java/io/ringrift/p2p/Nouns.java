package io.ringrift.p2p;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.Timing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.UUID;

/** Things that tests of the server talk about. */
public final class Nouns {

    public static final NodeId A = new NodeId("a");
    public static final NodeId B = new NodeId("b");
    public static final Epoch FIRST = new Epoch(1);
    public static final Resources CORE = new Resources(1_000, 0, 0);
    public static final Resources FOUR_CORES = new Resources(4_000, 0, 8L << 30);
    public static final Timing TIMING =
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));

    private Nouns() {}

    /** Job ids sort by their number. */
    public static JobId job(int number) {
        return new JobId(new UUID(((long) number << 16) | 0x7000, Long.MIN_VALUE));
    }

    public static AttemptToken token(int number) {
        return new AttemptToken(new UUID(number, number));
    }

    public static UUID incarnation(int number) {
        return new UUID(7, number);
    }

    public static JobSpec spec(int priority, Resources resources, @Nullable NodeId pinned) {
        return new JobSpec(
                JobType.SELFPLAY, "hex5_2p", 10, priority, JsonText.EMPTY, pinned, resources);
    }

    public static JobSpec spec() {
        return spec(JobSpec.DEFAULT_PRIORITY, CORE, null);
    }

    public static Command.SubmitJob submit(int number, JobSpec spec) {
        return new Command.SubmitJob(
                TestClock.START.plusMillis(number), job(number), spec, null, "");
    }

    public static Command.SubmitJob submit(int number) {
        return submit(number, spec());
    }

    public static Command.RegisterNode register(NodeId node, Resources offered) {
        return new Command.RegisterNode(
                TestClock.START, FIRST, node, incarnation(1), offered, null);
    }

    public static Command.AssignJob assign(int number, NodeId node) {
        return new Command.AssignJob(TestClock.START, FIRST, job(number), 1, node, token(number));
    }

    public static Command.StartJob start(int number) {
        return new Command.StartJob(TestClock.START, job(number), 1, token(number));
    }

    public static Command.CompleteJob complete(int number) {
        return new Command.CompleteJob(
                TestClock.START, job(number), 1, token(number), "/out", 10, JsonText.EMPTY);
    }

    public static Command.CancelJob cancel(int number) {
        return new Command.CancelJob(TestClock.START, job(number));
    }
}
