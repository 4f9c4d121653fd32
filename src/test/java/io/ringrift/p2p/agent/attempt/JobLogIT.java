package io.ringrift.p2p.agent.attempt;

import static io.ringrift.p2p.agent.attempt.RunnerRig.order;
import static io.ringrift.p2p.agent.attempt.RunnerRig.script;
import static io.ringrift.p2p.agent.attempt.RunnerRig.withoutResult;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.StartOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A job that prints a gigabyte fills no disk. */
class JobLogIT {

    private static final long LIMIT = 256 << 10;

    @TempDir Path dir;

    @Test
    void aGigabyteOfOutputIsCut() throws IOException {
        Template template = withoutResult(script(dir, "yes | head -c 1073741824", "echo the end"));
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            StartOrder order = order();
            assertThat(rig.run(order).kind()).isEqualTo(Kind.COMPLETED);
            Path log = rig.folder(order).log();
            Path older = rig.folder(order).olderLog();
            assertThat(Files.size(log) + Files.size(older)).isBetween(1L, LIMIT);
            String kept = Files.readString(older) + Files.readString(log);
            assertThat(kept).endsWith("the end\n");
        }
    }
}
