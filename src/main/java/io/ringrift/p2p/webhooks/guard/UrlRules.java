package io.ringrift.p2p.webhooks.guard;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a webhook's URL may look like. It is strict where two programs could read a text in two
 * ways: what is checked here must be what is connected to later.
 */
public final class UrlRules {

    /** Characters of a URL. */
    public static final int MAX_LENGTH = 2_048;

    private static final int FIRST_FREE_PORT = 1_024;
    private static final Pattern PLAIN = Pattern.compile("[!#-;=?-\\[\\]_a-z~]+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern BYTE = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

    private UrlRules() {}

    /**
     * The URL in parts.
     *
     * @throws IllegalArgumentException with half a sentence that says which rule is broken
     */
    public static URI check(String url) {
        require(url.length() <= MAX_LENGTH, "must have at most " + MAX_LENGTH + " characters");
        require(
                PLAIN.matcher(url).matches(),
                "must consist of the ASCII characters that a URL may have, others as %XX");
        URI uri = parse(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        require(
                scheme.equals("https") || scheme.equals("http"),
                "must begin with https:// (or http:// for addresses that are allowed)");
        require(uri.getRawFragment() == null, "must have no #");
        require(uri.getRawUserInfo() == null, "must have no user name or password");
        String host = uri.getHost();
        require(host != null && !host.isEmpty(), "must name a host");
        require(isPlainAuthority(uri), "must name its host and port in the plain way");
        checkHost(host);
        int port = uri.getPort();
        require(
                port == -1
                        || port == 80
                        || port == 443
                        || (port >= FIRST_FREE_PORT && port < 65_536),
                "must have port 80, 443, or one from " + FIRST_FREE_PORT + " to 65535");
        return uri;
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL: " + e.getReason(), e);
        }
    }

    /** Nothing that the parts do not show: an empty user name, a port without digits or with 0s. */
    private static boolean isPlainAuthority(URI uri) {
        String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        return (uri.getHost() + port).equals(uri.getRawAuthority());
    }

    private static void checkHost(@Nullable String host) {
        if (host == null) {
            return;
        }
        if (host.startsWith("[")) {
            require(host.indexOf('%') < 0, "must have no zone in its address");
            return;
        }
        require(host.equals(host.toLowerCase(Locale.ROOT)), "must have its host in small letters");
        require(host.length() <= 253, "must have a host of at most 253 characters");
        List<String> labels = List.of(host.split("\\.", -1));
        require(
                labels.stream().allMatch(label -> LABEL.matcher(label).matches()),
                "must have a host name of letters, digits, '-' and single dots");
        if (NUMBER.matcher(labels.getLast()).matches()) {
            require(
                    labels.size() == 4 && labels.stream().allMatch(UrlRules::isByte),
                    "must have its address as four decimal numbers");
        }
    }

    private static boolean isByte(String text) {
        return BYTE.matcher(text).matches() && Integer.parseInt(text) < 256;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
