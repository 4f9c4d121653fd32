package io.ringrift.p2p;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.time.Duration;

/**
 * How long tests wait for what must happen at some time. Many run at once on two cores, some of
 * them with processes of their own; ten seconds, the library's default, were not enough for all.
 */
public final class Patience implements BeforeAllCallback {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONG_ENOUGH);
    }
}
