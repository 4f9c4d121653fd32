package io.ringrift.examples.hex;

/** Reads how many of something the job asks for. */
final class Count {
    private Count() {}

    /**
     * A whole number from 1 to the limit.
     *
     * @throws InvalidInput naming the source of the text if it is something else
     */
    static int parse(String source, String text, int limit) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= limit) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Falls through to the refusal below.
        }
        throw new InvalidInput(source, "'" + text + "' is not a whole number from 1 to " + limit);
    }
}
