package io.ringrift.p2p.load;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Whether acknowledged jobs are really forced to the disk: the virtual machine's own recording
 * counts every fsync of the log's files while jobs are submitted one by one (each needs one) and by
 * 64 clients (they share).
 */
final class Fsync {

    private final Options options;
    private final Report report;

    Fsync(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        measure(1);
        measure(64);
    }

    private void measure(int count) throws IOException {
        TestNode.Place place = TestNode.Place.fresh();
        Path recording = place.folder().resolve("node.jfr");
        Path events = place.folder().resolve("events.jfc");
        Files.writeString(
                events,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration version="2.0"><event name="jdk.FileForce">
                <setting name="enabled">true</setting><setting name="threshold">0 ms</setting>
                <setting name="stackTrace">false</setting></event></configuration>
                """);
        List<String> arguments =
                List.of(
                        "-XX:StartFlightRecording:filename=" + recording + ",settings=" + events,
                        "-Xlog:jfr*=off",
                        "-jar",
                        options.jar().toString());
        int jobs;
        try (TestNode node = TestNode.start(arguments, place, Submit.TAKE_IN_ONLY);
                Clients clients = new Clients(node.port(), count, Submit.JOB, 201)) {
            jobs =
                    clients.runFor(Duration.ofSeconds(options.number("seconds", 10)))
                            .latency()
                            .size();
        }
        Percentiles forced = new Percentiles();
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            String file = event.getString("path");
            if (file != null && file.contains("/log_")) {
                forced.add(event.getDuration().toNanos());
            }
        }
        report.row(
                "fsyncs of the log, " + count + (count == 1 ? " client" : " clients"),
                String.format(
                        Locale.ROOT, "%,d jobs, %,d fsyncs, %s each", jobs, forced.size(), forced),
                1);
        place.delete();
    }
}
