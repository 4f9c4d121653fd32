package io.ringrift.p2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.InMemoryLog;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Doors;
import io.ringrift.p2p.web.NodeClient;
import io.ringrift.p2p.web.StubMembership;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.ErrorResponseException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

class VoterDeskTest {

    @TempDir Path folder;
    private final TestClock clock = new TestClock();
    private final InMemoryLog log = InMemoryLog.leading(Nouns.A);
    private final StubMembership membership =
            new StubMembership(
                    new VoterAddress(Nouns.A, "127.0.0.1", 1, 2),
                    new VoterAddress(Nouns.B, "127.0.0.1", 3, 4));
    private final NodeClient client = new NodeClient(Doors.JSON, Optional.empty());
    private @Nullable VoterDesk desk;

    @BeforeEach
    void open() throws IOException {
        IdentityFile file =
                new IdentityFile(
                        new NodeIdentity(Nouns.A, "127.0.0.1", 1, folder),
                        Doors.JSON,
                        new UUID(1, 1));
        Leadership leadership =
                new Leadership(log, Nouns.A, Nouns.TIMING, Policy.DEFAULT, clock, clock, _ -> {});
        desk =
                new VoterDesk(
                        file,
                        membership,
                        new Succession(membership, new VoterClient(client), Nouns.A),
                        new KnownRules(Nouns.A),
                        leadership,
                        log,
                        new CommandGate(log, Duration.ofSeconds(1)),
                        clock);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private VoterDesk desk() {
        return java.util.Objects.requireNonNull(desk);
    }

    @Test
    void withoutANameTheSuccessionDecides() {
        desk().transfer(null);
        assertThat(membership.transferredTo).isEqualTo(Nouns.B);
    }

    @Test
    void aHandOverThatDidNotHappenIsAConflict() {
        membership.trouble = new NotLeadingException("it did not answer");
        assertThatExceptionOfType(ErrorResponseException.class)
                .isThrownBy(() -> desk().transfer(Nouns.B))
                .matches(e -> e.getStatusCode().value() == 409);
    }
}
