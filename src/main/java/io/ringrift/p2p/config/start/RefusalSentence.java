package io.ringrift.p2p.config.start;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.replication.CannotOpenLogException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.web.server.PortInUseException;
import org.yaml.snakeyaml.error.YAMLException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a failed start into one sentence for an operator, where the cause is theirs to mend. */
final class RefusalSentence {

    private RefusalSentence() {}

    /** The sentence, or nothing when the failure is a mistake of this program. */
    static Optional<String> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence =
                    switch (cause) {
                        case BadSettingException bad -> bad.getMessage();
                        case CannotOpenLogException log -> log.getMessage();
                        case PortInUseException port -> portInUse(port.getPort());
                        case java.net.BindException _ -> cannotListen();
                        case YAMLException yaml -> "application.yml is malformed: " + oneLine(yaml);
                        case BindException bind when isLeaf(bind) -> notParsed(bind);
                        default -> null;
                    };
            if (sentence != null) {
                return Optional.of(sentence.strip().replaceAll("\\s+", " "));
            }
        }
        return Optional.empty();
    }

    private static String portInUse(int port) {
        return BadSettingException.environmentName("ringrift.p2p.port")
                + "="
                + port
                + " is in use by another program; stop that program or choose another port"
                + " (ringrift.p2p.port).";
    }

    private static String cannotListen() {
        return "RINGRIFT_P2P_BIND_ADDRESS is not an address of this machine, or"
                + " RINGRIFT_P2P_PORT is not a port on which this user may listen"
                + " (ringrift.p2p.bind-address, ringrift.p2p.port).";
    }

    /** Whether a value could not be read; what a record says of it lies deeper in the chain. */
    private static boolean isLeaf(BindException bind) {
        for (Throwable cause = bind.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSettingException) {
                return false;
            }
        }
        return true;
    }

    private static String notParsed(BindException bind) {
        String name = bind.getName().toString();
        ConfigurationProperty property = bind.getProperty();
        String value = property == null ? "" : "=" + shown(name, property.getValue());
        return BadSettingException.environmentName(name.replace("[", ".").replace("]", ""))
                + value
                + " is not "
                + expected(bind.getTarget())
                + " ("
                + name
                + ").";
    }

    private static String shown(String name, @Nullable Object value) {
        return name.endsWith("token") || name.contains("secret") || name.contains("password")
                ? "(hidden)"
                : String.valueOf(value);
    }

    private static String expected(Bindable<?> target) {
        Class<?> type = target.getType().resolve(Object.class);
        if (type == Duration.class) {
            DurationUnit unit = target.getAnnotation(DurationUnit.class);
            String units =
                    unit == null ? "milliseconds" : unit.value().name().toLowerCase(Locale.ROOT);
            return "a duration: use " + units + " such as 5, or 5s, 500ms";
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number such as 0.8";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == InetAddress.class) {
            return "an address of this machine";
        }
        return type.isEnum() ? "one of " + constants(type) : "a value that can be read here";
    }

    private static String constants(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String oneLine(YAMLException yaml) {
        return String.valueOf(yaml.getMessage()).replaceAll("\\s+", " ");
    }
}
