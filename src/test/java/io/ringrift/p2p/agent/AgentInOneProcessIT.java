package io.ringrift.p2p.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.agent.attempt.RunnerRig;
import io.ringrift.p2p.agent.log.LogController;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.ProgramVersion;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.model.wire.StartOrder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.PropertyNamingStrategies;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The agent beside the leader's doors in one web server, as in the embedded default. */
class AgentInOneProcessIT {

    private static final String JOB =
            "echo one; echo two; echo up; while [ ! -e go ]; do sleep 0.02; done;"
                    + " echo three; exit 75";

    @TempDir Path dir;

    private ConfigurableApplicationContext context;
    private TestLeader leader;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        context =
                new SpringApplicationBuilder(App.class)
                        .web(WebApplicationType.SERVLET)
                        .properties(
                                "spring.config.location=optional:classpath:/none/",
                                "server.port=0",
                                "server.shutdown=graceful",
                                "spring.mvc.problemdetails.enabled=true",
                                "spring.threads.virtual.enabled=true",
                                "test.dir=" + dir,
                                "ringrift.p2p.agent.cpus=1.5",
                                "ringrift.p2p.agent.max-log-followers=1",
                                "ringrift.p2p.agent.on-shutdown=stop",
                                "ringrift.p2p.templates.selfplay.grace=1",
                                "ringrift.p2p.templates.selfplay.command=/bin/sh,-c," + JOB)
                        .run();
        leader = context.getBean(TestLeader.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }

    private StartOrder running() {
        StartOrder order = RunnerRig.order();
        leader.starts.add(order);
        await().until(() -> leader.kinds().contains(Kind.STARTED));
        await().until(() -> get("/jobs/" + order.jobId() + "/logs").body().contains("up"));
        return order;
    }

    private void go(StartOrder order) throws IOException {
        Files.createFile(dir.resolve("jobs/" + order.jobId() + "/1/out/go"));
    }

    @Test
    void anOrderBecomesAProcessAndItsLogIsShown() throws Exception {
        StartOrder order = running();
        assertThat(leader.beats.getLast().offered().cpuMilli()).isEqualTo(1500);
        String path = "/jobs/" + order.jobId() + "/logs";
        assertThat(get(path).body()).isEqualTo("one\ntwo\nup\n");
        assertThat(get(path + "?tail=1&attempt=1").body()).isEqualTo("up\n");
        assertThat(get(path + "?tail=0").body()).isEmpty();
        assertThat(get(path).headers().firstValue("Content-Type").orElseThrow())
                .isEqualTo("text/plain;charset=UTF-8");
        HttpResponse<InputStream> followed =
                http.send(request(path + "?follow=true&tail=1"), BodyHandlers.ofInputStream());
        assertThat(get(path + "?follow=true").statusCode()).isEqualTo(503);
        go(order);
        assertThat(new String(followed.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("up\nthree\n");
        await().until(() -> leader.kinds().contains(Kind.FAILED));
        assertThat(get(path + "?follow=true").body()).isEqualTo("one\ntwo\nup\nthree\n");
    }

    @Test
    void aFollowerThatLeavesIsForgotten() throws Exception {
        StartOrder order = running();
        String path = "/jobs/" + order.jobId() + "/logs?follow=true";
        http.send(request(path), BodyHandlers.ofInputStream()).body().close();
        go(order);
        await().until(() -> get(path).statusCode() == 200);
    }

    @Test
    void badQuestionsAreToldWhatIsWrong() throws Exception {
        String unknown = "/jobs/" + UUID.randomUUID() + "/logs";
        HttpResponse<String> missing = get(unknown);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/problem+json");
        assertThat(missing.body())
                .contains("\"code\":\"log_not_found\"", "urn:ringrift:problem:log_not_found");
        assertThat(get("/jobs/../logs").statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(get("/jobs/x/logs").body()).contains("\"field\":\"job_id\"");
        for (String bad : List.of("tail=-1", "tail=x", "tail=10001", "attempt=0", "follow=maybe")) {
            HttpResponse<String> answer = get(unknown + "?" + bad);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"field\":\"" + bad.substring(0, bad.indexOf('=')) + "\"");
        }
    }

    @Test
    void anEndTakesItsJobsAlongAndTellsTheLeader() {
        running();
        context.close();
        assertThat(leader.kinds()).containsExactly(Kind.STARTED, Kind.FAILED);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({AgentConfiguration.class, LogController.class, TestLeader.class})
    static class App {

        @Bean
        SecurityFilterChain open(HttpSecurity security) {
            return security.csrf(csrf -> csrf.disable())
                    .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                    .build();
        }

        @Bean
        JsonMapperBuilderCustomizer names() {
            return builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }

        @Bean
        NodeIdentity identity(Environment environment) {
            return new NodeIdentity(
                    RunnerRig.NODE,
                    "127.0.0.1",
                    0,
                    Path.of(environment.getRequiredProperty("test.dir")));
        }

        @Bean
        ProgramVersion programVersion() {
            return new ProgramVersion("tested");
        }

        @Bean
        Voters voters() {
            return new Voters(List.of(new VoterAddress(RunnerRig.NODE, "127.0.0.1", 8770, 8771)));
        }

        @Bean
        Timing timing() {
            return new Timing(
                    Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(30));
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MonotonicClock monotonicClock() {
            return System::nanoTime;
        }

        @Bean
        AgentCredentials credentials() {
            return new AgentCredentials(Optional.empty());
        }

        @Bean
        AgentIncarnation incarnation() {
            return new AgentIncarnation(UUID.randomUUID());
        }
    }

    /** The leader's doors, with the long poll. */
    @RestController
    static class TestLeader {

        final BlockingQueue<StartOrder> starts = new LinkedBlockingQueue<>();
        final List<Beat> beats = new CopyOnWriteArrayList<>();
        final List<AttemptReport> reports = new CopyOnWriteArrayList<>();

        List<Kind> kinds() {
            return reports.stream().map(AttemptReport::kind).toList();
        }

        @PostMapping("/peers/node-1/heartbeat")
        BeatReply heartbeat(@RequestBody Beat beat) throws InterruptedException {
            beats.add(beat);
            @Nullable StartOrder order = starts.poll(beat.waitMillis(), TimeUnit.MILLISECONDS);
            return new BeatReply(
                    RunnerRig.NODE,
                    new Epoch(1),
                    0,
                    order == null ? List.of() : List.of(order),
                    List.of());
        }

        @PostMapping("/peers/node-1/reports")
        ReportsReply reports(@RequestBody Reports batch) {
            reports.addAll(batch.reports());
            return new ReportsReply(
                    batch.reports().stream()
                            .map(_ -> new ReportsReply.Verdict(true, null))
                            .toList());
        }
    }
}
