package io.ringrift.p2p.agent.data;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.ringrift.p2p.agent.data.Arrivals.Arrival;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class ArrivalsTest {

    private static final String CONTENT = "abcdef";
    private static final Sha256 DIGEST = DataRig.sha256(CONTENT);

    private final Arrivals arrivals = new Arrivals();

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void piecesMakeTheDigestOfTheWhole(@TempDir Path dir) throws IOException {
        Part part = new Part(new DataRig(dir).folders, DIGEST);
        Arrival first = requireNonNull(arrivals.take(DIGEST, 0));
        part.append(body("abcd"), 4, first);
        arrivals.keep(DIGEST, first);
        Arrival second = requireNonNull(arrivals.take(DIGEST, part.size()));
        part.append(body("ef"), 2, second);

        assertThat(second.end(6)).isEqualTo(DIGEST).isEqualTo(part.digest());
    }

    @Test
    void whatCameBeforeTheConnectionBrokeCounts(@TempDir Path dir) throws IOException {
        Part part = new Part(new DataRig(dir).folders, DIGEST);
        Arrival arrival = requireNonNull(arrivals.take(DIGEST, 0));
        try {
            part.append(body("abc"), 6, arrival);
        } catch (EOFException early) {
            arrivals.keep(DIGEST, arrival);
        }

        assertThat(part.size()).isEqualTo(3);
        part.append(body("def"), 3, requireNonNull(arrivals.take(DIGEST, 3)));
        assertThat(arrival.end(6)).isEqualTo(DIGEST);
    }

    @Test
    void anotherOffsetIsNotKnown() {
        Arrival arrival = requireNonNull(arrivals.take(DIGEST, 0));
        arrival.update(new byte[4], 4);
        arrivals.keep(DIGEST, arrival);

        assertThat(arrivals.take(DIGEST, 3)).isNull();
        assertThat(arrivals.take(DIGEST, 4)).as("it was of no use").isNull();
        assertThat(requireNonNull(arrivals.take(DIGEST, 0)).end(4)).isNull();
    }

    @Test
    void ofManyTheOldestIsForgotten() {
        for (int i = 0; i < 300; i++) {
            Arrival arrival = requireNonNull(arrivals.take(DataRig.sha256("" + i), 0));
            arrival.update(new byte[1], 1);
            arrivals.keep(DataRig.sha256("" + i), arrival);
        }

        assertThat(arrivals.take(DataRig.sha256("0"), 1)).isNull();
        assertThat(arrivals.take(DataRig.sha256("299"), 1)).isNotNull();
    }
}
