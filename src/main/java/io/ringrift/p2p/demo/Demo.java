package io.ringrift.p2p.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sets the training loop to small boards and says what it does, until the node is stopped. */
final class Demo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("demo");
    private static final long LOOK_EVERY_MILLIS = 300;

    /** Near the best that a model can be most candidates are rejected, and that is to be seen. */
    private static final int NEVER = 1_000_000;

    /** A training learns from so many times the games that make it due. */
    private static final int WINDOW = 3;

    private final DemoProperties settings;
    private final TrainingClient training;
    private final String address;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Demo(DemoProperties settings, TrainingClient training, String address) {
        this.settings = settings;
        this.training = training;
        this.address = address;
        this.thread = Thread.ofVirtual().name("demo").unstarted(this::show);
    }

    void start() {
        thread.start();
    }

    private void show() {
        try {
            LOG.info("This node learns {} now, until Ctrl-C. Look around:", configs());
            LOG.info(
                    "  curl {}/training/{}",
                    address,
                    new TreeMap<>(settings.minGames()).firstKey());
            LOG.info("  curl {}/jobs", address);
            prepare();
            watch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RestClientException e) {
            if (stopped.getCount() > 0) {
                LOG.error("The demo's lines end here, the node goes on: {}", e.getMessage());
            }
        }
    }

    private String configs() {
        return String.join(" and ", new TreeMap<>(settings.minGames()).keySet());
    }

    /** A node that is just ready may need a moment until it may act. */
    private void prepare() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                settings.minGames()
                        .forEach(
                                (configKey, games) ->
                                        training.setPolicy(
                                                configKey,
                                                Map.of(
                                                        "min_games",
                                                        games,
                                                        "window_games",
                                                        WINDOW * games,
                                                        "cooldown_seconds",
                                                        0,
                                                        "pause_after",
                                                        NEVER)));
                return;
            } catch (RestClientException e) {
                if (attempt == 100 || stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private void watch() throws InterruptedException {
        Map<String, Telling> tellings = new TreeMap<>();
        settings.minGames().keySet().forEach(key -> tellings.put(key, new Telling(key)));
        while (!stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            for (var each : tellings.entrySet()) {
                JsonNode now = training.show(each.getKey());
                if (now != null) {
                    each.getValue().of(now).forEach(LOG::info);
                }
            }
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
    }
}
