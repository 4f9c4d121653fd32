package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this node keeps of the cluster's data, and how.
 *
 * @param advertisedUrl where other nodes reach this one; {@code none} when they cannot; by default
 *     its own address and port
 * @param scanInterval time between two looks at the folders
 * @param settle how long a file must have been left alone before it is taken in
 * @param kinds by name; each is a folder below {@code <data-dir>/files}
 */
@ConfigurationProperties("ringrift.p2p.data")
public record DataProperties(
        @DefaultValue("") String advertisedUrl,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10") Duration scanInterval,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("2") Duration settle,
        @DefaultValue Map<String, Kind> kinds) {

    private static final String PREFIX = "ringrift.p2p.data.";
    private static final int MAX_KINDS = 32;

    /**
     * The rules of one kind.
     *
     * @param extensions with which its files may end, such as {@code jsonl}; none allows all
     * @param maxFileBytes most that one file may have
     */
    public record Kind(
            @DefaultValue List<String> extensions, @DefaultValue("1TB") DataSize maxFileBytes) {

        public Kind {
            extensions =
                    extensions.stream()
                            .map(each -> each.startsWith(".") ? each.substring(1) : each)
                            .toList();
        }
    }

    public DataProperties {
        require(
                scanInterval.toMillis() >= 100,
                "scan-interval",
                scanInterval.toMillis() + "ms",
                "must be at least 100ms");
        require(
                !settle.isNegative() && settle.compareTo(Duration.ofHours(1)) <= 0,
                "settle",
                settle.toMillis() + "ms",
                "must be 0 to 3600");
        require(kinds.size() <= MAX_KINDS, "kinds", kinds.keySet(), "must be at most " + MAX_KINDS);
        kinds = kinds.isEmpty() ? defaults() : Map.copyOf(kinds);
        kinds.forEach(DataProperties::check);
        url(advertisedUrl);
    }

    private static Map<String, Kind> defaults() {
        Kind any = new Kind(List.of(), DataSize.ofTerabytes(1));
        return Map.of("games", any, "models", any, "training", any);
    }

    private static void check(String name, Kind kind) {
        try {
            DataKind _ = new DataKind(name);
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(
                    PREFIX + "kinds." + name + ": " + malformed.getMessage() + ".");
        }
        require(
                kind.maxFileBytes().toBytes() > 0,
                "kinds." + name + ".max-file-bytes",
                kind.maxFileBytes(),
                "must be more than 0");
        require(
                kind.extensions().stream().allMatch(each -> each.matches("[A-Za-z0-9._-]{1,32}")),
                "kinds." + name + ".extensions",
                kind.extensions(),
                "must be endings of 1 to 32 letters, digits, dots, underscores or hyphens");
    }

    /** The rules by kind, in the order of their names. */
    Map<DataKind, KindRule> rules() {
        Map<DataKind, KindRule> rules = new LinkedHashMap<>();
        new TreeMap<>(kinds)
                .forEach(
                        (name, kind) ->
                                rules.put(
                                        new DataKind(name),
                                        new KindRule(
                                                kind.extensions(), kind.maxFileBytes().toBytes())));
        return rules;
    }

    /**
     * What the beats say of where this node is reached.
     *
     * @param own its own address, for when no other is set
     */
    public Optional<URI> url(URI own) {
        return advertisedUrl.isBlank() ? Optional.of(own) : Optional.ofNullable(url(advertisedUrl));
    }

    private static @Nullable URI url(String text) {
        if (text.isBlank() || text.equals("none")) {
            return null;
        }
        try {
            URI url = URI.create(text);
            require(
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                            && url.getHost() != null
                            && url.getRawQuery() == null
                            && url.getRawUserInfo() == null
                            && (url.getRawPath().isEmpty() || url.getRawPath().equals("/")),
                    "advertised-url",
                    text,
                    "must be none or http(s)://host:port");
            return url;
        } catch (IllegalArgumentException malformed) {
            throw malformed instanceof BadSettingException named
                    ? named
                    : new BadSettingException(
                            PREFIX + "advertised-url", text, "must be none or http(s)://host:port");
        }
    }

    private static void require(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + key, value, rule);
        }
    }
}
