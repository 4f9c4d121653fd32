package io.ringrift.p2p.demo;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Self-play, training, evaluation, over and over, with a line for each thing that happened. */
final class Demo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("demo");
    private static final int EVALUATION_GAMES = 40;

    private final DemoProperties settings;
    private final JobClient jobs;
    private final String address;
    private final Thread thread;

    Demo(DemoProperties settings, JobClient jobs, String address) {
        this.settings = settings;
        this.jobs = jobs;
        this.address = address;
        this.thread = Thread.ofVirtual().name("demo").unstarted(this::show);
    }

    void start() {
        thread.start();
    }

    private void show() {
        try {
            LOG.info("This node learns {} now. Its API: {}/status", settings.configKey(), address);
            learn();
            LOG.info("Done. The node stays up; look around:");
            LOG.info("  curl {}/jobs", address);
            LOG.info(
                    "  curl -X POST {}/jobs -H 'Content-Type: application/json' -d"
                            + " '{\"job_type\":\"selfplay\",\"config_key\":\"hex7_2p\"}'",
                    address);
            LOG.info("Ctrl-C stops it.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RestClientException | IllegalStateException e) {
            LOG.error("The demo ends early: {}", e.getMessage());
        }
    }

    private void learn() throws InterruptedException {
        String champion = null;
        String games = null;
        for (int generation = 1; generation <= settings.generations(); generation++) {
            String played = selfPlay(generation, champion);
            games = games == null ? played : games + java.io.File.pathSeparator + played;
            String candidate = train(generation, games, champion);
            if (wins(generation, candidate, champion)) {
                champion = candidate;
            }
        }
    }

    private String selfPlay(int generation, @Nullable String champion)
            throws InterruptedException {
        Map<String, Object> metadata = seeded(generation);
        put(metadata, "model", champion);
        JsonNode done = run("selfplay", settings.games(), metadata, "self-play");
        JsonNode metrics = done.get("metrics");
        LOG.info(
                "generation {}: self-play done, {} games, {} moves, {} games/s",
                generation,
                metrics.get("games").intValue(),
                metrics.get("moves").intValue(),
                Math.round(metrics.get("games_per_second").doubleValue()));
        return done.get("output_path").stringValue();
    }

    private String train(int generation, String games, @Nullable String champion)
            throws InterruptedException {
        Map<String, Object> metadata = seeded(generation);
        metadata.put("games", games);
        put(metadata, "model", champion);
        JsonNode done = run("training", 1, metadata, "training");
        JsonNode metrics = done.get("metrics");
        LOG.info(
                "generation {}: trained on {} positions, model {}",
                generation,
                metrics.get("positions").intValue(),
                metrics.get("model_sha256").stringValue().substring(0, 12));
        return done.get("output_path").stringValue() + "/model.bin";
    }

    private boolean wins(int generation, String candidate, @Nullable String champion)
            throws InterruptedException {
        Map<String, Object> metadata = seeded(generation);
        metadata.put("candidate", candidate);
        put(metadata, "baseline", champion);
        JsonNode metrics =
                run("evaluation", EVALUATION_GAMES, metadata, "evaluation").get("metrics");
        int wins = metrics.get("wins").intValue();
        boolean better = wins * 2 > EVALUATION_GAMES;
        LOG.info(
                "generation {}: the new model won {} of {} against {}: {}",
                generation,
                wins,
                EVALUATION_GAMES,
                champion == null ? "the untrained one" : "the champion",
                better ? "it is the champion now" : "the champion stays");
        return better;
    }

    private JsonNode run(String type, int games, Map<String, Object> metadata, String what)
            throws InterruptedException {
        Map<String, Object> job =
                Map.of(
                        "job_type",
                        type,
                        "config_key",
                        settings.configKey(),
                        "num_games",
                        games,
                        "metadata",
                        metadata);
        JsonNode ended =
                jobs.run(
                        job,
                        now ->
                                LOG.info(
                                        "  {}: {} of {} {}",
                                        what,
                                        now.get("progress").get("done").longValue(),
                                        now.get("progress").get("total").longValue(),
                                        now.get("progress").get("unit").stringValue()));
        if (!ended.get("status").stringValue().equals("completed")) {
            throw new IllegalStateException(what + " did not complete: " + ended.path("error"));
        }
        return ended;
    }

    private static Map<String, Object> seeded(int generation) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("seed", Integer.toString(generation));
        return metadata;
    }

    private static void put(Map<String, Object> metadata, String key, @Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    @Override
    public void close() {
        jobs.close();
        thread.interrupt();
    }
}
