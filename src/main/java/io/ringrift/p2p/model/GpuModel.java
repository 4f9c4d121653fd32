package io.ringrift.p2p.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kind of GPU as a row of the {@link GpuTable}.
 *
 * @param name words of upper-case letters and digits joined by {@code _}, such as {@code RTX_4090}
 * @param power speed at self-play relative to an H100, above 0
 * @param memoryBytes memory of one card, 0 when unknown
 */
public record GpuModel(String name, double power, long memoryBytes) {

    private static final Pattern ROW =
            Pattern.compile(
                    "(?<name>[^=]+)=(?<power>[0-9]{1,4}(?:\\.[0-9]{1,6})?)(?::(?<memory>[0-9]{1,6}))?");

    /**
     * Brings a name into shape.
     *
     * @throws IllegalArgumentException when a part is not usable; the message names the part
     */
    public GpuModel {
        name = words(name).collect(Collectors.joining("_"));
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name has neither letters nor digits");
        }
        if (!(power > 0 && power <= 1000)) {
            throw new IllegalArgumentException("power must be above 0 and at most 1000");
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory must not be negative");
        }
    }

    /**
     * Reads {@code name=power} or {@code name=power:memoryGiB}.
     *
     * @throws IllegalArgumentException when it is not of that form or a part is not usable
     */
    public static GpuModel parse(String text) {
        Matcher parts = ROW.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("write name=power or name=power:memoryGiB");
        }
        String memory = parts.group("memory");
        return new GpuModel(
                parts.group("name"),
                Double.parseDouble(parts.group("power")),
                memory == null ? 0 : Long.parseLong(memory) << 30);
    }

    /**
     * What finds this row in a driver's name: the same words, with any or no separator between
     * them, not inside a longer word on the left ("GH200" is not "H200") and not inside a longer
     * number on the right ("A100" is not "A10"). Letters may follow: "A10G" is an A10.
     */
    Pattern inDriverName() {
        return Pattern.compile(
                words(name)
                        .collect(Collectors.joining("[^A-Z0-9]*", "(?<![A-Z0-9])", "(?![0-9])")));
    }

    private static Stream<String> words(String text) {
        return Pattern.compile("[^A-Z0-9]+")
                .splitAsStream(text.toUpperCase(Locale.ROOT))
                .filter(word -> !word.isEmpty());
    }
}
