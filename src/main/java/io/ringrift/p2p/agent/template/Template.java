package io.ringrift.p2p.agent.template;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * How jobs of one type are run: {@code ringrift.p2p.templates.<job_type>}.
 *
 * @param command program and arguments with {@link Placeholder}s; empty means that there is none
 * @param env variables added to the environment, with placeholders in the values
 * @param workingDirectory where it runs, with placeholders; by default its output folder
 * @param grace how long it may take to end after TERM, before KILL
 * @param timeout how long it may run; unlimited when absent
 * @param result whether a result.json is required
 */
public record Template(
        @DefaultValue List<String> command,
        @DefaultValue Map<String, String> env,
        @Nullable String workingDirectory,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10") Duration grace,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout,
        @DefaultValue("required") ResultRule result) {

    /** Whether a job must leave a result.json. */
    public enum ResultRule {
        REQUIRED,
        OPTIONAL
    }

    public Template {
        command = List.copyOf(command);
        env = Map.copyOf(env);
    }
}
