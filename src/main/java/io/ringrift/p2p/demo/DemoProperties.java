package io.ringrift.p2p.demo;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobSpec;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the demo shows.
 *
 * @param configKey the board
 * @param games self-play games per generation, at least 10
 * @param generations how often it learns, at least 1
 */
@ConfigurationProperties("ringrift.p2p.demo")
record DemoProperties(
        @DefaultValue("hex5_2p") String configKey,
        @DefaultValue("200") int games,
        @DefaultValue("3") int generations) {

    DemoProperties {
        require(
                JobSpec.isConfigKey(configKey), "config-key", configKey, "must be like hex5_2p");
        require(games >= 10, "games", games, "must be at least 10");
        require(generations >= 1, "generations", generations, "must be at least 1");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException("ringrift.p2p.demo." + name, value, rule);
        }
    }
}
