package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * What somebody asked for; it never changes after submission.
 *
 * @param type what to do
 * @param configKey board and player count, such as {@code hex8_2p}; 1 to 64 characters
 * @param numGames games to play, 1 to {@value #MAX_GAMES}
 * @param priority 0 to 100, higher first
 * @param metadata free JSON object, handed to the job
 * @param pinnedNode the only node that may run it, if any
 * @param resources what it reserves while it runs
 */
public record JobSpec(
        JobType type,
        String configKey,
        int numGames,
        int priority,
        JsonText metadata,
        @Nullable NodeId pinnedNode,
        Resources resources) {

    public static final int MAX_GAMES = 10_000_000;
    public static final int MAX_PRIORITY = 100;
    public static final int DEFAULT_GAMES = 100;
    public static final int DEFAULT_PRIORITY = 50;

    private static final Pattern CONFIG_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public JobSpec {
        if (!isConfigKey(configKey)) {
            throw new IllegalArgumentException("malformed config key");
        }
        if (numGames < 1 || numGames > MAX_GAMES) {
            throw new IllegalArgumentException("number of games out of range");
        }
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority out of range");
        }
    }

    /** Whether the text can be a config key: it also becomes part of file names. */
    public static boolean isConfigKey(String text) {
        return CONFIG_KEY.matcher(text).matches();
    }
}
