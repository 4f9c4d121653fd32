package io.ringrift.p2p.load;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Speaks as an agent does, by the same requests in the same order, and runs nothing: a job that it
 * is told to start is reported as started and completed at once.
 */
final class SimulatedAgent implements Wire.Owner {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final int REPORTS_AT_ONCE = 100;

    /** What it holds of an attempt: how beats list it, and what is still to be reported. */
    private record Held(String listed, String reports) {}

    private final String id;
    private final AgentSwarm swarm;
    private final Wire beats;
    private final Wire reports;
    private final int cores;
    private final String head;
    private final String tail;
    private final SplittableRandom dice;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private List<String> reporting = List.of();
    private long sequence;
    private long sentAt;
    private long lastGoodAt;
    private int failures;
    private boolean silent;

    SimulatedAgent(
            String id,
            int cores,
            long waitMillis,
            AgentSwarm swarm,
            Selector selector,
            InetSocketAddress to) {
        this.id = id;
        this.swarm = swarm;
        this.cores = cores;
        this.beats = new Wire(selector, to, this);
        this.reports = new Wire(selector, to, this);
        this.dice = new SplittableRandom(id.hashCode());
        this.head =
                "{\"incarnation\":\"%s\",\"version\":\"simulated\",\"host\":\"%s\",\"labels\":{\"zone\":\"a\"},\"sequence\":"
                        .formatted(new UUID(1, id.hashCode()), id);
        this.tail =
                (",\"wait_millis\":%d,\"offered\":{\"cpu_milli\":%d,\"gpu_milli\":1000,"
                     + "\"memory_bytes\":68719476736},\"metrics\":{\"cpu_percent\":12.5,"
                     + "\"memory_percent\":31.25,\"disk_percent\":40.0,"
                     + "\"disk_free_bytes\":500000000000,\"gpus\":[{\"index\":0,\"name\":\"NVIDIA"
                     + " GeForce RTX 4090\",\"memory_total_bytes\":25757220864,"
                     + "\"memory_used_bytes\":1073741824,\"utilization_percent\":7.0,"
                     + "\"temperature_celsius\":41}]}}")
                        .formatted(waitMillis, cores * 1_000);
    }

    String id() {
        return id;
    }

    /** When its last beat was answered well, on the clock of {@link System#nanoTime}; 0 never. */
    long lastGoodAt() {
        return lastGoodAt;
    }

    /** Says nothing more, as if its machine had lost its power. */
    void fallSilent() {
        silent = true;
        beats.close();
        reports.close();
    }

    void beat() {
        if (silent || beats.isBusy()) {
            return;
        }
        StringBuilder body = new StringBuilder(700 + 120 * held.size());
        body.append(head).append(++sequence).append(",\"attempts\":[");
        String separator = "";
        for (Held one : held.values()) {
            body.append(separator).append(one.listed());
            separator = ",";
        }
        body.append("],\"free_slots\":").append(Math.max(0, cores - held.size()));
        body.append(",\"at\":\"").append(Instant.now()).append('"').append(tail);
        sentAt = System.nanoTime();
        beats.send(Request.post("/peers/" + id + "/heartbeat", body.toString()));
    }

    @Override
    public void answered(Wire wire, AnswerReader answer) {
        if (answer.status() != 200) {
            swarm.stats().refuse(answer);
            again(wire);
        } else if (wire == beats) {
            told(answer);
        } else {
            reported(answer);
        }
    }

    @Override
    public void broken(Wire wire) {
        swarm.stats().lost();
        again(wire);
    }

    /** Waits as the real agent does, half of it left to chance. */
    private void again(Wire wire) {
        long full = Math.min(swarm.waitMillis(), FIRST_BACK_OFF_MILLIS << Math.min(failures, 10));
        failures++;
        long millis = full / 2 + dice.nextLong(full / 2 + 1);
        swarm.after(millis, wire == beats ? this::beat : this::report);
    }

    private void told(AnswerReader answer) {
        long now = System.nanoTime();
        failures = 0;
        lastGoodAt = now;
        swarm.stats().beat(now - sentAt - heldNanos(answer.header("Server-Timing")));
        String body = answer.body();
        if (!body.contains("\"start\":[]")) {
            for (JsonNode order : JSON.readTree(body).get("start")) {
                start(order, now);
            }
            report();
        }
        long next = nextBeatMillis(body);
        if (next == 0) {
            beat();
        } else {
            swarm.after(next, this::beat);
        }
    }

    private void start(JsonNode order, long now) {
        String job = order.get("job_id").asString();
        String attempt =
                "{\"job_id\":\"%s\",\"attempt\":%d,\"token\":\"%s\""
                        .formatted(
                                job, order.get("attempt").asInt(), order.get("token").asString());
        String reportsOfIt =
                attempt
                        + ",\"kind\":\"started\",\"games\":0},"
                        + attempt
                        + ",\"kind\":\"completed\",\"exit_code\":0,\"output_path\":\"/simulated\","
                        + "\"games\":1,\"metrics\":{}}";
        if (held.putIfAbsent(job, new Held(attempt + "}", reportsOfIt)) == null) {
            swarm.stats().told(job, now);
        }
    }

    private void report() {
        if (silent || reports.isBusy() || held.isEmpty()) {
            return;
        }
        StringBuilder body = new StringBuilder("{\"reports\":[");
        List<String> jobs = new ArrayList<>();
        for (Map.Entry<String, Held> one : held.entrySet()) {
            if (jobs.size() < REPORTS_AT_ONCE) {
                body.append(jobs.isEmpty() ? "" : ",").append(one.getValue().reports());
                jobs.add(one.getKey());
            }
        }
        reporting = jobs;
        reports.send(Request.post("/peers/" + id + "/reports", body.append("]}").toString()));
    }

    private void reported(AnswerReader answer) {
        String body = answer.body();
        swarm.stats().complete(reporting.size(), body.contains("false"));
        reporting.forEach(held::remove);
        report();
    }

    private static long heldNanos(String timing) {
        return (long) (Double.parseDouble(timing.substring(timing.indexOf("dur=") + 4)) * 1e6);
    }

    private static long nextBeatMillis(String body) {
        int from = body.indexOf("\"next_beat_millis\":") + 19;
        int to = from;
        while (Character.isDigit(body.charAt(to))) {
            to++;
        }
        return Long.parseLong(body, from, to, 10);
    }
}
