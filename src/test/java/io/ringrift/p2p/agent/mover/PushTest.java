package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.wire.Transfer.Item;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Files are brought to a node that takes them in as docs/data.md says. */
@Isolated("its timings want the machine for themselves")
class PushTest {

    @TempDir Path dir;
    private MoverRig rig;
    private HttpServer taker;
    private final byte[] content = MoverRig.content(500_000, 1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int failEvery = Integer.MAX_VALUE;
    private volatile int status = 201;

    @BeforeEach
    void open() throws IOException {
        rig = new MoverRig(dir);
        taker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        taker.createContext("/data/files/games/hex5_2p/ö.bin", this::take);
        taker.start();
    }

    @AfterEach
    void close() {
        taker.stop(0);
        rig.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Ticket t");
        assertThat(exchange.getRequestURI().getQuery()).isEqualTo("local=true&config_key=hex5_2p");
        if (range == null) {
            taken.reset();
            taken.writeBytes(body);
            answer(exchange, status);
        } else if (range.equals("bytes */500000")) {
            answer(exchange, 202);
        } else if (asked.incrementAndGet() % failEvery == 0) {
            // It dies: nothing of this piece is kept.
            exchange.close();
        } else if (!range.startsWith("bytes " + taken.size() + "-")) {
            answer(exchange, 409);
        } else {
            taken.writeBytes(body);
            answer(exchange, taken.size() == content.length ? status : 202);
        }
    }

    private void answer(HttpExchange exchange, int code) throws IOException {
        if (code == 202 || code == 409) {
            exchange.getResponseHeaders().set("Upload-Offset", Integer.toString(taken.size()));
        }
        exchange.sendResponseHeaders(code, -1);
        exchange.close();
    }

    private DataFile brings(byte[] bytes) throws IOException {
        DataFile file = MoverRig.file("hex5_2p/ö.bin", content);
        Path own = rig.path(file);
        Files.createDirectories(own.getParent());
        Files.write(own, bytes);
        URI url = URI.create("http://127.0.0.1:" + taker.getAddress().getPort());
        rig.items.add(new Item(file, List.of(), new Peer(new NodeId("taker"), url, "t")));
        return file;
    }

    @Test
    void aFileGoesInPieces() throws Exception {
        brings(content);

        assertThat(rig.run()).as(rig.said).isZero();

        assertThat(taken.toByteArray()).isEqualTo(content);
        assertThat(rig.metrics().get("wire_bytes").intValue()).isEqualTo(500_000);
        assertThat(rig.said).contains("{\"done\":500000,\"total\":500000,");
    }

    @Test
    void aTakerThatDiesIsGivenTheRest() throws Exception {
        failEvery = 4;
        taken.writeBytes(java.util.Arrays.copyOf(content, 100_000));
        brings(content);

        assertThat(rig.run()).as(rig.said).isZero();

        assertThat(taken.toByteArray()).isEqualTo(content);
        assertThat(rig.metrics().get("wire_bytes").intValue()).isEqualTo(400_000);
    }

    @Test
    void whatCameWholeButHasNoNameGoesOnceMore() throws Exception {
        taken.writeBytes(content);
        brings(content);

        assertThat(rig.run()).as(rig.said).isZero();

        assertThat(taken.toByteArray()).isEqualTo(content);
    }

    @Test
    void theRateIsKept() throws Exception {
        rig.bytesPerSecond = 250_000;
        brings(content);

        assertThat(rig.run()).as(rig.said).isZero();

        assertThat(taken.toByteArray()).isEqualTo(content);
        assertThat(rig.metrics().get("seconds").doubleValue()).isBetween(1.7, 6.0);
    }

    @Test
    void refusalsSayWhetherToTryAgain() throws Exception {
        brings(content);
        status = 507;
        assertThat(rig.run()).isEqualTo(75);
        assertThat(rig.said).contains("taker answers 507");

        taken.reset();
        status = 422;
        assertThat(rig.run()).isEqualTo(1);
        assertThat(rig.said).contains("this node's own bytes are damaged");
    }

    @Test
    void otherContentOfItsOwnIsNotSent() throws Exception {
        DataFile file = brings(new byte[10]);
        assertThat(rig.run()).isEqualTo(1);
        assertThat(rig.said).contains("this node has other content there");

        Files.delete(rig.path(file));
        assertThat(rig.run()).isEqualTo(1);
        assertThat(rig.said).contains("this node has it no more");
    }
}
