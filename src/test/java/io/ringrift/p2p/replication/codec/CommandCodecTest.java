package io.ringrift.p2p.replication.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.Job;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.smile.SmileMapper;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

class CommandCodecTest {

    private final CommandCodec codec = new CommandCodec();
    private final SmileMapper raw = CodecMapper.create();

    static List<Command> commands() {
        return Samples.commands();
    }

    @Test
    void everyKindOfCommandHasItsSample() {
        assertThat(Samples.commands().stream().<Class<?>>map(Command::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(leaves(Command.class));
    }

    private static List<Class<?>> leaves(Class<?> sealed) {
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                leaves.addAll(leaves(permitted));
            } else {
                leaves.add(permitted);
            }
        }
        return leaves;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theGoldenBytesAreReadAndWritten(Command command) {
        String name =
                command.getClass().getSimpleName()
                        + "-"
                        + Samples.commands().stream()
                                .filter(other -> other.getClass() == command.getClass())
                                .toList()
                                .indexOf(command);
        byte[] written = entry(command);
        byte[] golden = Golden.read("v1/commands/" + name + ".hex", written);
        assertThat(codec.decode(golden)).containsExactly(command);
        assertThat(written).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsSetIsWrittenAndNothingElse(Command command) {
        components(command, Set.of("@"));
    }

    @Test
    void aJobsQuestionsAreNotWritten() {
        for (int number = 1; number <= 7; number++) {
            Job job = Samples.house().get(number);
            components(job, Set.of());
            job.attempts().forEach(attempt -> components(attempt, Set.of()));
            components(job.spec(), Set.of());
        }
        components(Samples.house().state().policy(), Set.of());
        components(Samples.house().state().lease(), Set.of());
        components(Samples.house().state().tally(), Set.of());
    }

    private void components(Object value, Set<String> more) {
        Set<String> expected = new TreeSet<>(more);
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                if (component.getAccessor().invoke(value) != null) {
                    expected.add(component.getName());
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a record component cannot be read", e);
            }
        }
        byte[] bytes =
                value instanceof Command command
                        ? codec.encode(command)
                        : raw.writeValueAsBytes(value);
        assertThat(raw.readTree(bytes).propertyNames())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatANewerProgramAddsIsIgnored(Command command) {
        ObjectNode document = (ObjectNode) raw.readTree(codec.encode(command));
        document.put("from_later", "later").putObject("more").put("x", 1);
        byte[] newer = codec.entry(List.of(raw.writeValueAsBytes(document)));
        assertThat(codec.decode(newer)).containsExactly(command);
    }

    @Test
    void manyCommandsShareOneEntryInTheirOrder() {
        byte[] entry = codec.entry(Samples.commands().stream().map(codec::encode).toList());
        assertThat(codec.decode(entry)).isEqualTo(Samples.commands());
        assertThat(codec.decode(codec.entry(List.of()))).isEmpty();
    }

    @Test
    void anUnknownFormatIsRefused() {
        byte[] entry = entry(Samples.commands().getFirst());
        entry[0] = 2;
        unreadable(entry);
    }

    @Test
    void anImpossibleCountOrLengthIsRefused() {
        unreadable(ByteBuffer.allocate(5).put((byte) 1).putInt(-1).array());
        unreadable(ByteBuffer.allocate(5).put((byte) 1).putInt(10_001).array());
        unreadable(ByteBuffer.allocate(9).put((byte) 1).putInt(1).putInt(-1).array());
        unreadable(ByteBuffer.allocate(9).put((byte) 1).putInt(1).putInt(1).array());
    }

    @Test
    void aKindOfCommandFromALaterReleaseIsRefused() {
        ObjectNode document =
                (ObjectNode) raw.readTree(codec.encode(Samples.commands().getFirst()));
        document.put("@", "LaterCommand");
        byte[] later = codec.entry(List.of(raw.writeValueAsBytes(document)));
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> codec.decode(later))
                .withMessage("it needs a newer program: this one does not know LaterCommand");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aTruncatedEntryIsRefusedWhereverItEnds(Command command) {
        byte[] entry = entry(command);
        for (int length = 0; length < entry.length; length++) {
            unreadable(Arrays.copyOf(entry, length));
        }
    }

    /** The log's own checksums find flipped bits; here they must only never do worse than that. */
    @ParameterizedTest
    @MethodSource("commands")
    void aFlippedBitIsReadAsSomethingElseOrRefusedByName(Command command) {
        byte[] entry = entry(command);
        for (int bit = 0; bit < entry.length * 8; bit++) {
            byte[] flipped = entry.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(codec.decode(flipped)).isNotNull();
            } catch (UnreadableException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private byte[] entry(Command command) {
        return codec.entry(List.of(codec.encode(command)));
    }

    private void unreadable(byte[] entry) {
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> codec.decode(entry));
    }
}
