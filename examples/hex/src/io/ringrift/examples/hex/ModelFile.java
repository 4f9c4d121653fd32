package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a model looks on disk: the four letters {@code HEX1}, then the bias, the value weights and
 * the policy weights as big-endian 64-bit floating point numbers.
 */
final class ModelFile {
    private static final int MAGIC = 0x48455831;
    private static final int BYTES = Integer.BYTES + Double.BYTES * (1 + 2 * Patterns.COUNT);

    private ModelFile() {}

    static byte[] encode(Model model) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putInt(MAGIC).putDouble(model.bias());
        bytes.asDoubleBuffer().put(model.valueTable()).put(model.policyTable());
        return bytes.array();
    }

    /**
     * Reads a model.
     *
     * @param source the name to blame if there is no readable model in the file
     */
    static NamedModel read(String source, Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidInput(source, "cannot read the model " + file);
        }
        return new NamedModel(decode(source, file, ByteBuffer.wrap(bytes)), Sha256.hex(bytes));
    }

    static int bytes() {
        return BYTES;
    }

    static Model decode(String source, Path file, ByteBuffer bytes) {
        if (bytes.capacity() != BYTES || bytes.getInt() != MAGIC) {
            throw new InvalidInput(source, file + " is not a model");
        }
        double[] numbers = new double[1 + 2 * Patterns.COUNT];
        DoubleBuffer content = bytes.asDoubleBuffer();
        content.get(numbers);
        double[] value = new double[Patterns.COUNT];
        double[] policy = new double[Patterns.COUNT];
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new InvalidInput(source, file + " holds a weight that is no number");
            }
        }
        System.arraycopy(numbers, 1, value, 0, Patterns.COUNT);
        System.arraycopy(numbers, 1 + Patterns.COUNT, policy, 0, Patterns.COUNT);
        return new Model(numbers[0], value, policy);
    }
}
