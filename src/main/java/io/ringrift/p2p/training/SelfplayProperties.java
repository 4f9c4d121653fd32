package io.ringrift.p2p.training;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobSpec;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Map;

/**
 * How much self-play the leader keeps queued by itself. Without configs it queues none.
 *
 * @param queued jobs of all configs together that wait or run, 1 to {@value #MOST_QUEUED}
 * @param priority of these jobs, 0 to 100
 * @param configs what is played, by config_key
 */
@ConfigurationProperties("ringrift.p2p.selfplay")
record SelfplayProperties(
        @DefaultValue("4") int queued,
        @DefaultValue("40") int priority,
        @DefaultValue Map<String, Config> configs) {

    private static final String PREFIX = "ringrift.p2p.selfplay.";
    private static final int MOST_QUEUED = 10_000;

    /**
     * One config.
     *
     * @param games of one job
     * @param weight share of the jobs beside the other configs, before what its Elo lacks
     * @param ahead games for so many trainings may wait before no more are queued: the inverse of
     *     how often a game is used
     */
    record Config(
            @DefaultValue("200") int games,
            @DefaultValue("1") double weight,
            @DefaultValue("2") double ahead) {}

    SelfplayProperties {
        configs = Map.copyOf(configs);
        require(
                queued >= 1 && queued <= MOST_QUEUED,
                "queued",
                queued,
                "must be from 1 to " + MOST_QUEUED);
        require(
                priority >= 0 && priority <= JobSpec.MAX_PRIORITY,
                "priority",
                priority,
                "must be from 0 to " + JobSpec.MAX_PRIORITY);
        configs.forEach(SelfplayProperties::check);
    }

    private static void check(String configKey, Config config) {
        String name = "configs." + configKey;
        require(JobSpec.isConfigKey(configKey), name, configKey, "must be like hex5_2p");
        require(
                config.games >= 1 && config.games <= JobSpec.MAX_GAMES,
                name + ".games",
                config.games,
                "must be from 1 to " + JobSpec.MAX_GAMES);
        require(
                config.weight > 0 && config.weight <= 1_000,
                name + ".weight",
                config.weight,
                "must be above 0 and at most 1000");
        require(
                config.ahead >= 1 && config.ahead <= 1_000,
                name + ".ahead",
                config.ahead,
                "must be from 1 to 1000: with fewer games than a training needs there is none");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + name, value, rule);
        }
    }
}
