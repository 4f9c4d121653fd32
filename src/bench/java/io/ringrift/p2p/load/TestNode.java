package io.ringrift.p2p.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A node in a process of its own, started from the packed jar as a user would. */
final class TestNode implements AutoCloseable {

    /** What the build hands to every start of the program. */
    static final List<String> FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private static final double TICKS_PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Where it runs.
     *
     * @param folder its data
     * @param port of its doors; the next one is free too
     */
    record Place(Path folder, int port) {

        static Place fresh() throws IOException {
            return new Place(Files.createTempDirectory("load-"), freePort());
        }

        Path log() {
            return folder.resolve("node.log");
        }

        Path data() {
            return folder.resolve("data");
        }

        void delete() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Place::deleteOne);
            }
        }

        private static void deleteOne(Path file) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int freePort() throws IOException {
            while (true) {
                try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                        ServerSocket _ =
                                new ServerSocket(
                                        http.getLocalPort() + 1,
                                        1,
                                        InetAddress.getLoopbackAddress())) {
                    return http.getLocalPort();
                } catch (IOException | IllegalArgumentException taken) {
                    Report.say("The port after a free one is taken; another one is sought.");
                }
            }
        }
    }

    private final Place place;
    private final long begin;
    private final Process process;
    private double secondsToReady;

    /** Starts the jar and waits until it is ready. */
    static TestNode start(Options options, Place place, Map<String, String> settings)
            throws IOException {
        TestNode node = begin(options, place, settings);
        node.awaitReady();
        return node;
    }

    /** Starts Java with the arguments and waits until the node is ready. */
    static TestNode start(List<String> arguments, Place place, Map<String, String> settings)
            throws IOException {
        TestNode node = begin(arguments, place, settings);
        node.awaitReady();
        return node;
    }

    /** Starts the jar and does not wait; one voter of several gets ready with the others only. */
    static TestNode begin(Options options, Place place, Map<String, String> settings)
            throws IOException {
        List<String> command = new ArrayList<>(options.jvm().toList());
        command.add("-jar");
        command.add(options.jar().toString());
        return begin(command, place, settings);
    }

    private static TestNode begin(List<String> arguments, Place place, Map<String, String> settings)
            throws IOException {
        return new TestNode(place, System.nanoTime(), launch(arguments, place, settings));
    }

    private TestNode(Place place, long begin, Process process) {
        this.place = place;
        this.begin = begin;
        this.process = process;
    }

    /** Starts Java with the arguments. */
    static Process launch(List<String> arguments, Place place, Map<String, String> settings)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(place.folder().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("RINGRIFT_"));
        environment.put("RINGRIFT_P2P_PORT", Integer.toString(place.port()));
        environment.put("RINGRIFT_P2P_DATA_DIR", place.data().toString());
        environment.put("RINGRIFT_P2P_NODE_ID", "bench");
        environment.putAll(settings);
        return builder.start();
    }

    /** Waits until it says that it is ready. */
    void awaitReady() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(place.port())) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IOException(
                        "The node did not get ready:\n" + Files.readString(place.log()));
            }
            Pause.ofMillis(10);
        }
        secondsToReady = (System.nanoTime() - begin) / 1e9;
    }

    private static boolean isReady(int port) {
        try (Connection connection = new Connection(port)) {
            return connection.ask(Request.get("/actuator/health/readiness")) == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return place.port();
    }

    Path data() {
        return place.data();
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to the first answer that says ready. */
    double secondsToReady() {
        return secondsToReady;
    }

    /** Resident memory. */
    double rssMib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024.0;
    }

    /** Processor time used so far. */
    double cpuSeconds() {
        return cpuSeconds(process.toHandle());
    }

    /** Processor time that its ended children used so far. */
    double childrenCpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }

    /** Processor time that a process used so far. */
    static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** When it was started, on the clock of {@link System#nanoTime}. */
    long begin() {
        return begin;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
