package io.ringrift.p2p.demo;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobSpec;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Map;

/**
 * What the demo shows.
 *
 * @param minGames new games that make a training due, at least 10, by config_key
 */
@ConfigurationProperties("ringrift.p2p.demo")
record DemoProperties(@DefaultValue Map<String, Integer> minGames) {

    DemoProperties {
        minGames = Map.copyOf(minGames);
        minGames.forEach(
                (configKey, games) -> {
                    String name = "min-games." + configKey;
                    require(JobSpec.isConfigKey(configKey), name, configKey, "is no config_key");
                    require(games >= 10, name, games, "must be at least 10");
                });
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException("ringrift.p2p.demo." + name, value, rule);
        }
    }
}
