package io.ringrift.p2p.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.agent.data.DepotRig;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentMatchers;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.paginators.ListObjectsV2Iterable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Faults of a store; how it works with a real one is in StoreIT. */
class ArchivistTest {

    @TempDir Path dir;

    private final S3Client client = mock(S3Client.class);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestClock clock = new TestClock();
    private DepotRig rig;
    private Archivist archivist;

    @BeforeEach
    void start() throws Exception {
        rig = new DepotRig(dir.resolve("data"));
        for (String name : List.of("a", "b", "c", "d", "e")) {
            rig.file("games/hex5_2p/" + name + ".jsonl", name);
        }
        rig.open(5);
        when(client.listObjectsV2(any(ListObjectsV2Request.class)))
                .thenReturn(ListObjectsV2Response.builder().isTruncated(false).build());
        when(client.listObjectsV2Paginator(
                        ArgumentMatchers.<Consumer<ListObjectsV2Request.Builder>>any()))
                .thenAnswer(
                        _ ->
                                new ListObjectsV2Iterable(
                                        client, ListObjectsV2Request.builder().build()));
        archivist =
                new Archivist(
                        new Bucket(client, "bucket", "", new NodeId("archive")),
                        rig.shelf(),
                        "",
                        Duration.ofMinutes(1),
                        clock,
                        meters);
    }

    @AfterEach
    void stop() throws InterruptedException {
        rig.close();
    }

    private List<String> onDisk() {
        return rig.shelf().local().stream()
                .map(DataFile::key)
                .map(key -> key.path().segments().getLast())
                .toList();
    }

    private static boolean is(Consumer<PutObjectRequest.Builder> put, String name) {
        PutObjectRequest.Builder request = PutObjectRequest.builder();
        if (put == null) {
            return false;
        }
        put.accept(request);
        return request.build().key().contains(name);
    }

    private static Consumer<PutObjectRequest.Builder> anyPut() {
        return ArgumentMatchers.any();
    }

    private void refuses(String name) {
        when(client.putObject(
                        argThat((Consumer<PutObjectRequest.Builder> put) -> is(put, name)),
                        any(RequestBody.class)))
                .thenThrow(SdkClientException.create("the checksum did not match"));
    }

    @Test
    void oneFileThatTheStoreRefusesDoesNotHoldUpTheOthers() {
        refuses("b.jsonl");
        archivist.round();
        await().until(() -> onDisk().equals(List.of("b.jsonl")));
        assertThat(rig.shelf().stored()).hasSize(4);
        archivist.round();
        verify(client, times(5)).putObject(anyPut(), any(RequestBody.class));
        clock.advance(Duration.ofSeconds(30));
        archivist.round();
        verify(client, times(6)).putObject(anyPut(), any(RequestBody.class));
    }

    @Test
    void aStoreThatIsAwayIsNotAskedForEachFile() {
        refuses(".jsonl");
        archivist.round();
        verify(client, times(3)).putObject(anyPut(), any(RequestBody.class));
        assertThat(onDisk()).hasSize(5);
        assertThat(meters.counter("ringrift.p2p.store.failures").count()).isEqualTo(3);
    }

    @Test
    void aBucketThatCannotBeListedLosesNothing() {
        archivist.round();
        await().until(() -> rig.shelf().stored().size() == 5);
        when(client.listObjectsV2(any(ListObjectsV2Request.class)))
                .thenThrow(SdkClientException.create("no route to host"));
        clock.advance(Duration.ofMinutes(1));
        archivist.round();
        assertThat(rig.shelf().stored()).hasSize(5);
    }

    @Test
    void whatIsInTheBucketNoMoreLeavesTheManifest() {
        archivist.round();
        await().until(() -> rig.shelf().stored().size() == 5);
        clock.advance(Duration.ofMinutes(1));
        archivist.round();
        await().until(() -> rig.shelf().stored().isEmpty());
    }
}
