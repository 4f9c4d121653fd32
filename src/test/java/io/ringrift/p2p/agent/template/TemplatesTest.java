package io.ringrift.p2p.agent.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.agent.attempt.RunnerRig;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.StartOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ByteArrayResource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** From settings to a command. */
class TemplatesTest {

    private static final Path JAVA = Path.of("/jdk/bin/java");

    @TempDir Path dir;

    private static TemplateProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ringrift.p2p", TemplateProperties.class);
    }

    private static void refused(String key, String value, String... words) {
        assertThatThrownBy(() -> bind(Map.of("ringrift.p2p.templates." + key, value)))
                .rootCause()
                .isInstanceOf(BadSettingException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void bareNumbersAreSeconds() {
        Template template =
                bind(Map.of(
                                "ringrift.p2p.templates.training.command", "train,--fast",
                                "ringrift.p2p.templates.training.timeout", "90"))
                        .byType()
                        .get(JobType.TRAINING);
        assertThat(template).isNotNull();
        assertThat(template.command()).containsExactly("train", "--fast");
        assertThat(template.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(template.grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(template.result()).isEqualTo(Template.ResultRule.REQUIRED);
    }

    @Test
    void noTemplatesAreFine() {
        assertThat(bind(Map.of()).byType()).isEmpty();
        assertThat(bind(Map.of("ringrift.p2p.templates.sync.command", "")).byType()).isEmpty();
    }

    @Test
    void badTemplatesAreRefusedInOneSentence() {
        refused("selfplay.command", "run,{no_such}", "selfplay", "{no_such}", "{config_key}");
        refused("selfplay.env.A", "{nope}", "selfplay", "{nope}");
        refused("selfplay.working-directory", "/{where}", "selfplay", "{where}");
        refused("selfplai.command", "run", "selfplai", "no job type");
        refused("sync.timeout", "0", "sync.timeout", "more than 0");
    }

    @Test
    void placeholdersAreFilledOnce() {
        Template template =
                bind(Map.of(
                                "ringrift.p2p.templates.selfplay.command",
                                "{java},-jar,{examples_dir}/hex.jar,{config_key},{},{\"a\":1}",
                                "ringrift.p2p.templates.selfplay.env.SEEDED",
                                "s={seed} {num_games}"))
                        .byType()
                        .get(JobType.SELFPLAY);
        assertThat(template).isNotNull();
        Templates templates =
                new Templates(
                        Map.of(JobType.SELFPLAY, template),
                        Map.of(),
                        RunnerRig.NODE,
                        JAVA,
                        Path.of("/data/examples"),
                        Map.of("PATH", "/bin", "ringrift_p2p_auth_token", "secret"),
                        new Seeds(RunnerRig.JSON));
        StartOrder order = RunnerRig.order();
        JobFiles files = new JobFiles(Path.of("/out"), Path.of("/checkpoint"));
        JobCommand command = templates.command(template, order, files);
        assertThat(command.command())
                .containsExactly(
                        "/jdk/bin/java",
                        "-jar",
                        "/data/examples/hex.jar",
                        "hex5_2p",
                        "{}",
                        "{\"a\":1}");
        String seed = command.environment().get("RINGRIFT_SEED");
        assertThat(command.environment())
                .containsEntry("SEEDED", "s=" + seed + " 50")
                .containsEntry("RINGRIFT_RESULT_FILE", "/out/result.json")
                .doesNotContainValue("secret");
        assertThat(templates.command(template, order, files).environment())
                .containsEntry("RINGRIFT_SEED", seed);
        assertThat(command.directory()).isEqualTo(Path.of("/out"));
    }

    @Test
    void examplesAreUnpackedWhenTheyDiffer() throws IOException {
        ByteArrayResource packed = new ByteArrayResource(new byte[] {1, 2, 3});
        ExamplesFolder.unpack(packed, dir, "hex.jar");
        Path file = dir.resolve("hex.jar");
        Object inode = Files.getAttribute(file, "unix:ino");
        ExamplesFolder.unpack(packed, dir, "hex.jar");
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        Files.write(file, new byte[] {9});
        ExamplesFolder.unpack(packed, dir, "hex.jar");
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aConfiguredTemplateBeatsTheBuiltInOne() {
        Template configured =
                bind(Map.of("ringrift.p2p.templates.sync.command", "mine"))
                        .byType()
                        .get(JobType.SYNC);
        Template own =
                SyncTemplate.of(JAVA, "/app/p2p-orchestrator.jar", "x.Main", "move-data", Map.of());
        assertThat(configured).isNotNull();
        assertThat(templates(Map.of(JobType.SYNC, configured), own).of(JobType.SYNC))
                .contains(configured);
        assertThat(templates(Map.of(), own).of(JobType.SYNC)).contains(own);
        assertThat(templates(Map.of(), own).of(JobType.TRAINING)).isEmpty();
    }

    private static Templates templates(Map<JobType, Template> configured, Template builtIn) {
        return new Templates(
                configured,
                Map.of(JobType.SYNC, () -> builtIn),
                RunnerRig.NODE,
                JAVA,
                Path.of("/data/examples"),
                Map.of(),
                new Seeds(RunnerRig.JSON));
    }

    @Test
    void theBuiltInTemplateRunsTheNodesOwnProgram() {
        Map<String, String> told = Map.of("RINGRIFT_SYNC_TOKEN", "secret");
        assertThat(SyncTemplate.of(JAVA, "/app/node.jar", "x.Main", "move-data", told).command())
                .startsWith("/jdk/bin/java")
                .endsWith("-jar", "/app/node.jar", "move-data");
        Template unpacked = SyncTemplate.of(JAVA, "/a/classes:/b.jar", "x.Main", "move-data", told);
        assertThat(unpacked.command()).endsWith("-cp", "/a/classes:/b.jar", "x.Main", "move-data");
        assertThat(unpacked.env()).isEqualTo(told);
    }

    /** Folders and tokens are people's choice; nothing in them is a placeholder. */
    @Test
    void bracesInTheBuiltInTemplateAreLeftAlone() {
        Template own =
                SyncTemplate.of(
                        Path.of("/jdk{seed}/bin/java"),
                        "/app/{job_id}/node.jar",
                        "x.Main",
                        "move-data",
                        Map.of("RINGRIFT_SYNC_TOKEN", "a{seed}b{node_id}"));
        JobCommand command =
                templates(Map.of(), own)
                        .command(
                                own,
                                sync(RunnerRig.order()),
                                new JobFiles(Path.of("/out"), Path.of("/checkpoint")));
        assertThat(command.command())
                .startsWith("/jdk{seed}/bin/java")
                .endsWith("/app/{job_id}/node.jar", "move-data");
        assertThat(command.environment()).containsEntry("RINGRIFT_SYNC_TOKEN", "a{seed}b{node_id}");
    }

    private static StartOrder sync(StartOrder order) {
        return new StartOrder(
                order.jobId(),
                order.attempt(),
                order.token(),
                new JobSpec(JobType.SYNC, "hex5_2p", 1, 50, JsonText.EMPTY, null, Resources.NONE));
    }
}
