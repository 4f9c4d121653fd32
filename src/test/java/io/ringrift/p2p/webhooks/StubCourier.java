package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.webhooks.format.Letter;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receivers by their host; whoever is not told otherwise answers 200. */
final class StubCourier implements Courier {

    /** What was carried where. */
    record Carried(String host, Map<String, String> headers, String text) {
        byte[] body() {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    static final Answer FINE = new Answer(200, "ok", null, Duration.ZERO, Duration.ofMillis(5));

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    final List<Carried> carried = new CopyOnWriteArrayList<>();

    void answers(String host, @Nullable Answer answer) {
        if (answer == null) {
            answers.remove(host);
        } else {
            answers.put(host, answer);
        }
    }

    static Answer failing(int status) {
        return new Answer(status, "no", null, Duration.ZERO, Duration.ofMillis(5));
    }

    @Override
    public Answer post(URI to, Letter letter) {
        carried.add(new Carried(to.getHost(), letter.headers(), letter.text()));
        return answers.getOrDefault(to.getHost(), FINE);
    }

    List<String> idsTo(String host) {
        return carried.stream().filter(one -> one.host().equals(host)).map(Carried::id).toList();
    }
}
