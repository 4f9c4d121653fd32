package io.ringrift.p2p.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast messages leave: from the moment in which the leader takes an event in to its arrival,
 * the commit included; alone, beside 1,000 endpoints that are dead, and how many a second.
 */
final class Hooks {

    private static final int DEAD = 1_000;

    private final Options options;
    private final Report report;

    Hooks(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        Map<String, String> settings = new HashMap<>(Submit.TAKE_IN_ONLY);
        settings.put("RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES", "127.0.0.0/8");
        TestNode.Place place = TestNode.Place.fresh();
        // Nobody is behind the first; the second takes connections and never says anything.
        int closed = closedPort();
        try (TestNode node = TestNode.start(options, place, settings);
                ServerSocket silent = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
                HookReceiver healthy = new HookReceiver();
                Connection client = new Connection(node.port())) {
            create(client, "healthy", healthy.url());
            submit(client, healthy, 500, 10);
            healthy.take();
            submit(client, healthy, 2_000, 10);
            Percentiles alone = healthy.take();
            throughput(node, client, healthy);
            for (int i = 0; i < DEAD; i++) {
                int port = i % 2 == 0 ? closed : silent.getLocalPort();
                create(client, "dead-" + i, "http://127.0.0.1:" + port + "/" + i);
            }
            submit(client, healthy, 600, 50);
            Percentiles beside = healthy.take();
            say(alone, beside);
        }
        place.delete();
    }

    private void say(Percentiles alone, Percentiles beside) {
        report.row(
                "webhook: event taken in → it arrives, commit included, p99",
                Target.atMost(200, "ms"),
                alone.at(0.99));
        report.row("the same", alone.toString(), 1);
        report.row(
                "the same beside 1,000 dead endpoints that get each event too, p99 later by",
                Target.atMost(200, "ms"),
                beside.at(0.99) - alone.at(0.99));
        report.row("the same", beside.toString(), 1);
    }

    /** Five fast receivers; every job is told to each of them. */
    private void throughput(TestNode node, Connection client, HookReceiver healthy)
            throws IOException {
        int jobs = options.number("jobs", 4_000);
        List<HookReceiver> receivers = new ArrayList<>();
        try (Clients clients = new Clients(node.port(), 32, Submit.JOB, 201)) {
            for (int i = 0; i < 4; i++) {
                receivers.add(new HookReceiver());
                create(client, "fast-" + i, receivers.getLast().url());
            }
            double cpu = node.cpuSeconds();
            long begin = System.nanoTime();
            clients.send(jobs);
            double submitted = (System.nanoTime() - begin) / 1e9;
            for (HookReceiver one : receivers) {
                await(one, jobs);
            }
            await(healthy, jobs);
            double seconds = (System.nanoTime() - begin) / 1e9;
            healthy.take();
            report.row(
                    "webhook deliveries to five fast receivers",
                    Target.atLeast(500, "/s"),
                    5 * jobs / seconds);
            report.row(
                    "the same: " + 5 * jobs + " deliveries",
                    String.format(
                            Locale.ROOT,
                            "%.1f s (submitted within %.1f s), %.0f µs of the node's processor"
                                    + " time each",
                            seconds,
                            submitted,
                            (node.cpuSeconds() - cpu) * 1e6 / (5 * jobs)),
                    1);
        } finally {
            receivers.forEach(HookReceiver::close);
            for (int i = 0; i < 4; i++) {
                client.ask(
                        Request.post(
                                "/webhooks/endpoints/fast-" + i + "/disable",
                                "{\"reason\":\"measured\"}"));
            }
        }
    }

    private static void create(Connection client, String id, String url) throws IOException {
        byte[] request =
                Request.post(
                        "/webhooks/endpoints",
                        "{\"id\":\"%s\",\"url\":\"%s\",\"events\":[\"job_submitted\"]}"
                                .formatted(id, url));
        for (int i = 0; client.ask(request) == 503 && i < 100; i++) {
            // The rules are raised within a moment of the first start.
            Pause.ofMillis(100);
        }
    }

    private static void submit(Connection client, HookReceiver to, int jobs, int pauseMillis)
            throws IOException {
        int before = to.count();
        for (int i = 0; i < jobs; i++) {
            client.ask(Submit.JOB, 201);
            Pause.ofMillis(pauseMillis);
        }
        await(to, before + jobs);
    }

    private static void await(HookReceiver receiver, int count) throws IOException {
        for (int i = 0; receiver.count() < count; i++) {
            if (i > 12_000) {
                throw new IOException(
                        "only " + receiver.count() + " of " + count + " messages arrived");
            }
            Pause.ofMillis(5);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
