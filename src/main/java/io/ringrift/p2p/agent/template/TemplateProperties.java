package io.ringrift.p2p.agent.template;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobType;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The commands that this node can run, by job type.
 *
 * @param templates by the job type's name
 */
@ConfigurationProperties("ringrift.p2p")
public record TemplateProperties(@DefaultValue Map<String, Template> templates) {

    private static final String PREFIX = "ringrift.p2p.templates.";

    public TemplateProperties {
        templates = Map.copyOf(templates);
        templates.forEach(TemplateProperties::check);
    }

    /** The templates that have a command. */
    public Map<JobType, Template> byType() {
        Map<JobType, Template> byType = new EnumMap<>(JobType.class);
        templates.forEach(
                (name, template) -> {
                    if (!template.command().isEmpty()) {
                        byType.put(type(name).orElseThrow(), template);
                    }
                });
        return byType;
    }

    private static Optional<JobType> type(String name) {
        return Stream.of(JobType.values())
                .filter(type -> type.wireName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static void check(String name, Template template) {
        if (type(name).isEmpty()) {
            throw new BadSettingException(
                    PREFIX
                            + name
                            + ": '"
                            + name
                            + "' is no job type; it must be selfplay, training, evaluation or"
                            + " sync.");
        }
        if (!template.command().isEmpty() && template.command().getFirst().isBlank()) {
            throw new BadSettingException(
                    PREFIX + name + ".command must start with the name of a program.");
        }
        requirePositive(name, "grace", template.grace());
        if (template.timeout() != null) {
            requirePositive(name, "timeout", template.timeout());
        }
        texts(template)
                .flatMap(text -> Placeholder.unknownIn(text).stream())
                .findFirst()
                .ifPresent(unknown -> refuse(name, unknown));
    }

    private static Stream<String> texts(Template template) {
        return Stream.of(
                        template.command().stream(),
                        template.env().values().stream(),
                        Optional.ofNullable(template.workingDirectory()).stream())
                .flatMap(each -> each);
    }

    private static void refuse(String name, String unknown) {
        throw new BadSettingException(
                "The template "
                        + name
                        + " uses {"
                        + unknown
                        + "}, but the only placeholders are "
                        + String.join(
                                ", ",
                                Stream.of(Placeholder.values()).map(p -> "{" + p + "}").toList())
                        + " ("
                        + PREFIX
                        + name
                        + ").");
    }

    private static void requirePositive(String name, String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new BadSettingException(
                    PREFIX + name + "." + key, value.toMillis() + "ms", "must be more than 0");
        }
    }
}
