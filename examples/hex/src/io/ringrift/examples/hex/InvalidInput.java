package io.ringrift.examples.hex;

/** Something the program was given is wrong, and trying again would not help. */
final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Names the culprit and says what is wrong with it.
     *
     * @param source the variable, metadata key, or file and line
     * @param problem one clause that completes the sentence
     */
    InvalidInput(String source, String problem) {
        super(source + ": " + problem);
    }
}
