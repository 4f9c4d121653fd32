package io.ringrift.p2p.agent.mover;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The program {@code move-data}, in small blocks, that kills its own process after a step. */
final class DyingMove {

    /** Blocks come often; the last one to be seen is the fifth. */
    private static final int BLOCKS = 5;

    private DyingMove() {}

    /**
     * Runs it.
     *
     * @param args the step
     */
    public static void main(String[] args) throws InterruptedException {
        AtomicInteger blocks = new AtomicInteger();
        MoveData move =
                new MoveData(
                        MoverRig.SMALL,
                        MoveEnvironment.read(System.getenv()),
                        MoverRig.JSON,
                        System::nanoTime,
                        System.out,
                        step -> {
                            boolean often = step == Step.BLOCK_WRITTEN || step == Step.BLOCK_NOTED;
                            if (step.name().equals(args[0])
                                    && (!often || blocks.incrementAndGet() == BLOCKS)) {
                                die();
                            }
                        });
        System.exit(move.run());
    }

    private static void die() {
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-KILL", self).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
