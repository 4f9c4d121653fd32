package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.webhooks.format.Letter;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps secrets out of what is shown: answers that repeat them, and addresses that are secret. */
final class Masking {

    private static final String MASK = "***";
    private static final int LEAST = 8;
    private static final Pattern LIKELY =
            Pattern.compile("whsec_[A-Za-z0-9+/=]{8,}|(?i:bearer)\\s+[A-Za-z0-9._~+/=-]{8,}");

    private Masking() {}

    /** An answer without the endpoint's secrets, its signatures and the secret of its address. */
    static String answer(String text, Endpoint endpoint, Letter sent) {
        List<String> secrets = new ArrayList<>();
        for (Endpoint.Signing one : endpoint.secrets()) {
            secrets.add(one.secret().value());
            secrets.add(one.secret().value().substring("whsec_".length()));
        }
        String signatures = sent.headers().get("webhook-signature");
        if (signatures != null) {
            for (String signature : signatures.split(" ", -1)) {
                secrets.add(signature.substring(signature.indexOf(',') + 1));
            }
        }
        String path = secretPart(endpoint.settings());
        if (path != null) {
            secrets.add(path);
            secrets.addAll(List.of(path.split("[/?&=]", -1)));
        }
        String masked = text;
        for (String secret : secrets) {
            masked = secret.length() < LEAST ? masked : masked.replace(secret, MASK);
        }
        return LIKELY.matcher(masked).replaceAll(MASK);
    }

    /** A URL as people may see it: whoever knows a chat's whole address can write there. */
    static String url(EndpointSettings settings) {
        String secret = secretPart(settings);
        return secret == null ? settings.url() : settings.url().replace(secret, "/" + MASK);
    }

    private static @Nullable String secretPart(EndpointSettings settings) {
        URI uri = URI.create(settings.url());
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String part = uri.getRawPath() + query;
        return settings.format().isSigned() || part.length() < LEAST ? null : part;
    }
}
