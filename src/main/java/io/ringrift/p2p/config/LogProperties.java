package io.ringrift.p2p.config;

import io.ringrift.p2p.model.BadSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;
import java.util.Locale;

/**
 * How the node logs. {@code application.yml} hands both values to Spring Boot's logging system; the
 * record exists so that they are checked and known.
 *
 * @param format empty for text, or ecs, gelf, logstash for one JSON object per line
 * @param level of this program's own log lines
 */
@ConfigurationProperties("ringrift.p2p.log")
record LogProperties(@DefaultValue("") String format, @DefaultValue("info") String level) {

    private static final List<String> FORMATS = List.of("", "ecs", "gelf", "logstash");
    private static final List<String> LEVELS =
            List.of("trace", "debug", "info", "warn", "error", "off");

    LogProperties {
        check("ringrift.p2p.log.format", format, FORMATS, "must be ecs, gelf, logstash or empty");
        check(
                "ringrift.p2p.log.level",
                level,
                LEVELS,
                "must be one of " + String.join(", ", LEVELS));
    }

    private static void check(String property, String value, List<String> allowed, String rule) {
        if (!allowed.contains(value.toLowerCase(Locale.ROOT))) {
            throw new BadSettingException(property, value, rule);
        }
    }
}
