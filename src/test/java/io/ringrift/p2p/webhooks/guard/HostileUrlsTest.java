package io.ringrift.p2p.webhooks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs that lead, or might be read to lead, to where webhooks must not go. One a line in {@code
 * hostile-urls.txt}, with escapes as in Java; behind a tab the addresses that its name has.
 */
class HostileUrlsTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final AddressGuard NOTHING_ALLOWED = new AddressGuard(List.of());

    private static List<String> corpus() {
        try (InputStream in =
                HostileUrlsTest.class.getResourceAsStream("/webhooks/hostile-urls.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        hit ->
                                Matcher.quoteReplacement(
                                        String.valueOf((char) Integer.parseInt(hit.group(1), 16))));
    }

    /** Why it is refused, null when it is not. */
    private static @Nullable String refusal(String line) {
        int tab = line.indexOf('\t');
        String url = unescaped(tab < 0 ? line : line.substring(0, tab));
        String addresses = tab < 0 ? "" : line.substring(tab + 1);
        try {
            URI uri = UrlRules.check(url);
            String host = uri.getHost();
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            HostLookup lookup = name -> stub(name, addresses);
            new VettedResolver(lookup, NOTHING_ALLOWED, uri.getScheme().equals("http"))
                    .resolve(bare);
            return null;
        } catch (IllegalArgumentException | AddressRefusedException e) {
            return String.valueOf(e.getMessage());
        } catch (UnknownHostException e) {
            throw new AssertionError("the corpus gives no address for " + line, e);
        }
    }

    /** A name has the addresses of its line; a literal is its own. */
    private static InetAddress[] stub(String host, String addresses) throws UnknownHostException {
        if (!addresses.isEmpty()) {
            return Arrays.stream(addresses.split(",", -1))
                    .map(InetAddress::ofLiteral)
                    .toArray(InetAddress[]::new);
        }
        try {
            return new InetAddress[] {InetAddress.ofLiteral(host)};
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException(host);
        }
    }

    @Test
    void everyOneOfThemIsRefused() {
        List<String> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
        assertThat(corpus.stream().filter(line -> refusal(line) == null)).isEmpty();
    }

    /** A guard that refuses everything would pass, too. */
    @Test
    void honestOnesPass() {
        List<String> honest =
                List.of(
                        "https://example.com\t93.184.215.14",
                        "https://example.com/\t93.184.215.14,2606:2800:220:1::1",
                        "https://hooks.example.com:8443/a/b-c_d~e?x=1&y=%C3%BC;z=[1]"
                                + "\t93.184.215.14",
                        "https://1password.example/\t93.184.215.14",
                        "https://xn--bcher-kva.example/\t93.184.215.14",
                        "https://8.8.8.8/",
                        "https://1.1.1.1:443/hook",
                        "https://[2606:4700:4700::1111]/hook",
                        "https://[2606:4700:4700::1111]:9443/hook",
                        "https://a.b.c.d.e.example.com:1024/\t1.2.3.4");
        assertThat(honest).allSatisfy(line -> assertThat(refusal(line)).isNull());
    }
}
