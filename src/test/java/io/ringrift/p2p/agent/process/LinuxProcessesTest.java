package io.ringrift.p2p.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How processes are told apart. */
@EnabledOnOs(OS.LINUX)
class LinuxProcessesTest {

    private final Processes processes = Processes.ofThisMachine();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aProcessIsItselfAndNoOtherWithItsNumber() throws IOException {
        Process child = new ProcessBuilder("sleep", "75").start();
        ProcessIdentity identity = processes.identify(child.pid()).orElseThrow();
        assertThat(processes.isAlive(identity)).isTrue();
        assertThat(processes.isAlive(new ProcessIdentity(child.pid(), "1@boot"))).isFalse();
        child.destroyForcibly().onExit().join();
        assertThat(processes.isAlive(identity)).isFalse();
    }

    @Test
    void aProgramsNameMayHoldAnything() {
        assertThat(
                        ProcStat.parse(
                                "7 (a ) b) S 1 42 42 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 999 0"
                                        + " 0"))
                .contains(new ProcStat('S', 42, "999"));
        assertThat(ProcStat.parse("7 (a) Z 1 42 42 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 999 0 0"))
                .isEmpty();
        assertThat(ProcStat.parse("rubbish")).isEmpty();
        assertThat(ProcStat.parse("7 (a) S 1")).isEmpty();
    }

    @Test
    void aMarkIsAWholeEntry() {
        byte[] environment = bytes("A=1\0TOKEN=abc\0B=2\0");
        assertThat(LinuxProcesses.contains(environment, bytes("TOKEN=abc"))).isTrue();
        assertThat(LinuxProcesses.contains(environment, bytes("A=1"))).isTrue();
        assertThat(LinuxProcesses.contains(environment, bytes("TOKEN=ab"))).isFalse();
        assertThat(LinuxProcesses.contains(environment, bytes("OKEN=abc"))).isFalse();
        assertThat(LinuxProcesses.contains(new byte[0], bytes("A=1"))).isFalse();
    }
}
