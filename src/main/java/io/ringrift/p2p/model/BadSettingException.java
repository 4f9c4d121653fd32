package io.ringrift.p2p.model;

/** A setting that the node must not start with. The message is one sentence for an operator. */
public final class BadSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * A value that breaks a rule.
     *
     * @param property the property's name, such as {@code ringrift.p2p.port}
     * @param value what was given
     * @param rule what it must be, as the end of a sentence: "must be …"
     */
    public BadSettingException(String property, Object value, String rule) {
        super(environmentName(property) + "=" + value + " " + rule + " (" + property + ").");
    }

    /** A sentence of the caller's own. */
    public BadSettingException(String sentence) {
        super(sentence);
    }

    /** The environment variable that sets a property. */
    public static String environmentName(String property) {
        return property.replace('.', '_').replace("-", "_").toUpperCase(java.util.Locale.ROOT);
    }
}
