package io.ringrift.p2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.web.Doors;
import io.ringrift.p2p.web.NodeClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(30)
class FoundingTest {

    private static final UUID CLUSTER = new UUID(1, 1);
    private static final UUID FOREIGN = new UUID(2, 2);
    private static final UUID DISK = new UUID(3, 3);
    private static final UUID FRESH = new UUID(4, 4);

    @TempDir Path folder;

    private final NodeClient http = new NodeClient(Doors.JSON, Optional.empty());

    @AfterEach
    void close() {
        http.close();
    }

    private IdentityFile file(String name) throws IOException {
        return new IdentityFile(
                new NodeIdentity(new NodeId(name), "127.0.0.1", 1, folder), Doors.JSON, DISK);
    }

    private Founding founding(IdentityFile file, VoterAddress... others) {
        List<VoterAddress> all = new java.util.ArrayList<>(List.of(others));
        all.add(new VoterAddress(file.identity().nodeId(), "127.0.0.1", 2, 3));
        return new Founding(file, new Voters(all), new VoterClient(http), () -> FRESH);
    }

    @Test
    void aloneItFoundsAtOnceAndRemembers() throws Exception {
        assertThat(founding(file("a")).known()).contains(new Founding.Found(FRESH, false));
        assertThat(file("a").identity()).isEqualTo(new DiskIdentity(new NodeId("a"), DISK, FRESH));
    }

    @Test
    void theFirstByNameFoundsOnceAMajorityBelongsToNone() throws Exception {
        try (StubVoter b = new StubVoter("b", null)) {
            Founding founding = founding(file("a"), b.address(), nobody("c"));
            assertThat(founding.known()).isEmpty();
            assertThat(founding.await()).isEqualTo(new Founding.Found(FRESH, false));
        }
    }

    @Test
    void withoutAMajorityItWaits() throws Exception {
        Founding founding = founding(file("a"), nobody("b"), nobody("c"));
        CompletableFuture<Founding.Found> found = inBackground(founding);
        assertThatThrownBy(() -> found.get(1, TimeUnit.SECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        founding.close();
    }

    @Test
    void theOthersWaitForTheFirst() throws Exception {
        try (StubVoter a = new StubVoter("a", null);
                StubVoter c = new StubVoter("c", null)) {
            Founding founding = founding(file("b"), a.address(), c.address());
            CompletableFuture<Founding.Found> found = inBackground(founding);
            assertThatThrownBy(() -> found.get(1, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            a.says = new IdentityView(new NodeId("a"), DISK, CLUSTER, List.of(), 1, 1L);
            assertThat(found.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new Founding.Found(CLUSTER, false));
            assertThat(file("b").identity().clusterId()).isEqualTo(CLUSTER);
        }
    }

    @Test
    void aClusterThatWorksIsJoinedQuietly() throws Exception {
        Charter.Enrolled first = new Charter.Enrolled(new NodeId("a"), new UUID(8, 8));
        try (StubVoter a = new StubVoter("a", CLUSTER, first)) {
            Founding founding = founding(file("d"), a.address());
            assertThat(founding.await()).isEqualTo(new Founding.Found(CLUSTER, true));
        }
    }

    @Test
    void whoJoinedAndIsStartedAgainBeforeItIsAddedGoesOnWaiting() throws Exception {
        file("d").join(CLUSTER);
        Charter.Enrolled first = new Charter.Enrolled(new NodeId("a"), new UUID(8, 8));
        try (StubVoter a = new StubVoter("a", CLUSTER, first)) {
            assertThat(founding(file("d"), a.address()).known())
                    .contains(new Founding.Found(CLUSTER, true));
        }
        Charter.Enrolled added = new Charter.Enrolled(new NodeId("d"), DISK);
        try (StubVoter a = new StubVoter("a", CLUSTER, first, added)) {
            assertThat(founding(file("d"), a.address()).known())
                    .contains(new Founding.Found(CLUSTER, false));
        }
    }

    @Test
    void aKnownNameWithAnotherDiskIsRefused() throws Exception {
        Charter.Enrolled before = new Charter.Enrolled(new NodeId("b"), new UUID(8, 8));
        try (StubVoter a = new StubVoter("a", CLUSTER, before)) {
            Founding founding = founding(file("b"), a.address(), nobody("c"));
            assertThatThrownBy(founding::await)
                    .isInstanceOf(BadSettingException.class)
                    .hasMessageContaining("knows voter b by another data folder")
                    .hasMessageContaining("DELETE /cluster/voters/b");
            assertThat(file("b").identity().clusterId()).as("it joined nothing").isNull();
        }
    }

    @Test
    void aForeignClusterIsRefused() throws Exception {
        file("b").join(CLUSTER);
        try (StubVoter a = new StubVoter("a", FOREIGN)) {
            Founding founding = founding(file("b"), a.address(), nobody("c"));
            assertThatThrownBy(founding::known)
                    .isInstanceOf(BadSettingException.class)
                    .hasMessageContaining("belongs to cluster " + CLUSTER)
                    .hasMessageContaining("voter a belongs to cluster " + FOREIGN);
        }
    }

    @Test
    void whoKnowsItsClusterNeedsNobodyToStart() throws Exception {
        file("b").join(CLUSTER);
        assertThat(founding(file("b"), nobody("a"), nobody("c")).known())
                .contains(new Founding.Found(CLUSTER, false));
    }

    @Test
    void aSwappedDataFolderIsRefused() throws Exception {
        file("a");
        assertThatThrownBy(() -> file("b"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("belongs to node a, but this node is called b");
    }

    @Test
    void aDamagedIdentityIsRefused() throws Exception {
        java.nio.file.Files.writeString(folder.resolve("identity.json"), "{\"node_id\":");
        assertThatThrownBy(() -> file("a"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("identity.json");
    }

    @Test
    void aLogOfTheFirstReleaseKeepsItsCluster() throws Exception {
        java.nio.file.Files.createDirectories(folder.resolve("log").resolve(CLUSTER.toString()));
        assertThat(founding(file("a")).known()).contains(new Founding.Found(CLUSTER, false));
    }

    private static CompletableFuture<Founding.Found> inBackground(Founding founding) {
        CompletableFuture<Founding.Found> found = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        found.complete(founding.await());
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        found.completeExceptionally(e);
                    }
                });
        return found;
    }

    /** A voter whose port nobody listens on. */
    private static VoterAddress nobody(String name) throws IOException {
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            return new VoterAddress(new NodeId(name), "127.0.0.1", free.getLocalPort(), 1);
        }
    }
}
