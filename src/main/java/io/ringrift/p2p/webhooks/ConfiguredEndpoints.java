package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookStep.ConfigureEndpoints;
import io.ringrift.p2p.engine.WebhookStep.Configured;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Has the endpoints of this node's settings in the state while this node leads. */
final class ConfiguredEndpoints implements LeaderLoop.Round {

    private static final String PREFIX = "ringrift.p2p.webhooks.endpoints.";

    private final CommandLog log;
    private final CommandGate gate;
    private final Clock clock;
    private final List<Configured> wanted;

    ConfiguredEndpoints(
            CommandLog log, CommandGate gate, Clock clock, WebhooksProperties settings) {
        this.log = log;
        this.gate = gate;
        this.clock = clock;
        this.wanted = read(settings);
    }

    @Override
    public void run(Epoch epoch) {
        ClusterState state = log.picture().state();
        ConfigureEndpoints command = new ConfigureEndpoints(clock.instant(), epoch, wanted);
        if (RulesVersion.haveWebhooks(state)
                && Engine.decide(state, command) instanceof Decision.Accepted(var events)
                && !events.isEmpty()) {
            gate.submit(command);
        }
    }

    /**
     * The settings as values.
     *
     * @throws BadSettingException which names the entry and the rule, never a secret
     */
    static List<Configured> read(WebhooksProperties settings) {
        List<Configured> all = new ArrayList<>();
        for (int i = 0; i < settings.endpoints().size(); i++) {
            Configured one = read(PREFIX + i, settings.endpoints().get(i));
            if (all.stream().anyMatch(other -> other.id().equals(one.id()))) {
                throw new BadSettingException(PREFIX + i + ".id", one.id(), "is there twice");
            }
            all.add(one);
        }
        return List.copyOf(all);
    }

    private static Configured read(String name, WebhooksProperties.Configured one) {
        String part = "id";
        try {
            EndpointId id = new EndpointId(one.id() == null ? idOf(one.url()) : one.id());
            part = "format";
            WebhookFormat format = format(one.format());
            part = "url";
            EndpointSettings settings =
                    SettingsRules.check(new EndpointSettings(one.url(), one.events(), format));
            part = "secret";
            SigningSecret secret = secret(one);
            if (secret == null && format.isSigned()) {
                throw new IllegalArgumentException(
                        "or secret-file is needed, or nobody could check who writes");
            }
            return new Configured(id, settings, secret);
        } catch (SettingsRules.BrokenRuleException e) {
            throw new BadSettingException(name + "." + e.field(), "(given)", e.rule());
        } catch (IllegalArgumentException e) {
            throw new BadSettingException(
                    name + "." + part, "(given)", String.valueOf(e.getMessage()));
        }
    }

    static WebhookFormat format(String text) {
        try {
            return WebhookFormat.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be standard, cloudevents, slack or discord", e);
        }
    }

    /** The same on every node, so that a new leader finds its endpoint again. */
    private static String idOf(String url) {
        return "cfg-" + HexFormat.of().toHexDigits(url.hashCode());
    }

    private static @Nullable SigningSecret secret(WebhooksProperties.Configured one) {
        String secret = Objects.requireNonNullElse(one.secret(), "").strip();
        String file = Objects.requireNonNullElse(one.secretFile(), "").strip();
        if (!secret.isEmpty() && !file.isEmpty()) {
            throw new IllegalArgumentException("and secret-file are both set; set one of them");
        }
        if (!file.isEmpty()) {
            return new SigningSecret(content(file));
        }
        return secret.isEmpty() ? null : new SigningSecret(secret);
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("file cannot be read: " + e.getMessage(), e);
        }
    }
}
