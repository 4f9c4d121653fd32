package io.ringrift.p2p.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;

import org.junit.jupiter.api.Test;

/** The log that other tests use keeps the promises of the real one. */
class InMemoryLogTest extends CommandLogKit {

    @Override
    protected CommandLog make() {
        return new InMemoryLog(Nouns.A);
    }

    @Override
    protected void start(CommandLog made) {
        ((InMemoryLog) made).start();
    }

    @Override
    protected void close(CommandLog opened) {
        ((InMemoryLog) opened).close();
    }

    @Override
    protected void assertEntries(long entries, int commands) {
        assertThat(entries).isEqualTo(commands);
    }

    @Test
    void makesTroubleOnRequest() {
        InMemoryLog memory = (InMemoryLog) log;
        memory.hang(_ -> true);
        assertThat(memory.submit(Nouns.submit(1))).isNotDone();
        memory.refuse(_ -> true, new NotAcceptedException("no"));
        assertNotAccepted(memory.submit(Nouns.submit(2)));
        memory.heal();
        assertThat(memory.submit(Nouns.submit(3))).isCompleted();
        assertThat(memory.picture().state().open()).hasSize(1);
        assertThat(memory.submitted()).hasSize(3);
    }
}
