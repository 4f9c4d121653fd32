package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookOrder;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Problem;
import io.ringrift.p2p.webhooks.guard.AddressRefusedException;
import io.ringrift.p2p.webhooks.guard.VettedResolver;

import org.springframework.http.HttpStatus;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Carries out what people order about webhooks. */
final class WebhookDesk {

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 8;

    private final CommandLog log;
    private final CommandGate gate;
    private final VettedResolver secure;
    private final VettedResolver plain;
    private final RandomGenerator dice;

    /**
     * @param secure finds addresses for https
     * @param plain finds addresses for http
     */
    WebhookDesk(
            CommandLog log,
            CommandGate gate,
            VettedResolver secure,
            VettedResolver plain,
            RandomGenerator dice) {
        this.log = log;
        this.gate = gate;
        this.secure = secure;
        this.plain = plain;
        this.dice = dice;
    }

    SigningSecret newSecret() {
        byte[] key = new byte[SECRET_BYTES];
        dice.nextBytes(key);
        return SigningSecret.of(key);
    }

    EndpointId newId() {
        byte[] id = new byte[ID_BYTES];
        dice.nextBytes(id);
        return new EndpointId("ep_" + HexFormat.of().formatHex(id));
    }

    /**
     * The same settings when they are in order and lead to where webhooks may go. What a name leads
     * to is looked at again with each connection; here it is only to be said early.
     */
    EndpointSettings checked(EndpointSettings settings) {
        try {
            URI url = URI.create(SettingsRules.check(settings).url());
            (url.getScheme().equals("https") ? secure : plain).resolve(bare(url.getHost()));
            return settings;
        } catch (SettingsRules.BrokenRuleException e) {
            throw Problem.invalid(e.field(), e.rule());
        } catch (AddressRefusedException e) {
            throw Problem.invalid("url", "leads to where webhooks must not go: " + e.getMessage());
        } catch (UnknownHostException _) {
            // The receiver may come later; until then tries fail and say so.
            return settings;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Puts it into the log; returns what followed. */
    List<Event> order(WebhookOrder order) {
        if (!RulesVersion.haveWebhooks(log.picture().state())) {
            throw Problem.tryLater(
                    "rules_too_old",
                    "Not every voter runs a release that knows of webhooks yet.",
                    30);
        }
        return switch (gate.submit(order).decision()) {
            case Decision.Accepted(var events) -> events;
            case Decision.Refused(var why) -> throw refusal(why);
        };
    }

    /** The endpoint as the order left it. */
    Endpoint ordered(WebhookOrder order) {
        List<Event> _ = order(order);
        return find(log.picture().state(), order.endpoint());
    }

    static Endpoint find(ClusterState state, EndpointId id) {
        Endpoint endpoint = state.outbox().endpoints().get(id);
        if (endpoint == null) {
            throw refusal(new Rejection.UnknownEndpoint(id));
        }
        return endpoint;
    }

    private static RuntimeException refusal(Rejection why) {
        return switch (why) {
            case Rejection.UnknownEndpoint r ->
                    Problem.of(
                            HttpStatus.NOT_FOUND,
                            r.code(),
                            "There is no webhook endpoint " + r.endpoint() + ".");
            case Rejection.UnknownMessage r ->
                    Problem.of(
                            HttpStatus.NOT_FOUND,
                            r.code(),
                            "Message "
                                    + r.number()
                                    + " never went to "
                                    + r.endpoint()
                                    + ", or was forgotten since.");
            case Rejection.EndpointMoved r ->
                    Problem.of(
                            HttpStatus.PRECONDITION_FAILED,
                            r.code(),
                            "Somebody else has changed it; it is at version "
                                    + r.version()
                                    + " now. Read it again, then say If-Match: \""
                                    + r.version()
                                    + "\".");
            case Rejection.ConfiguredEndpoint r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            r.endpoint()
                                    + " comes from ringrift.p2p.webhooks.endpoints of the leader's"
                                    + " settings: change it there. It can be disabled, enabled,"
                                    + " tested and replayed here.");
            case Rejection.EndpointIsDisabled r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            r.endpoint()
                                    + " is disabled: POST /webhooks/endpoints/"
                                    + r.endpoint()
                                    + "/enable first.");
            case Rejection.EndpointExists r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "There is an endpoint " + r.endpoint() + " already.");
            case Rejection.TooManyEndpoints r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "There are " + r.limit() + " endpoints, no more fit.");
            default -> Problem.of(HttpStatus.CONFLICT, why.code(), "Refused: " + why + ".");
        };
    }
}
