package io.ringrift.p2p.helm;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.TemplateCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A chart on disk, in the hands of Helm as a library: no cluster, no network. */
record Chart(Path folder) {

    /** The chart of this repository. */
    static final Chart OURS = new Chart(Path.of("helm", "p2p-orchestrator"));

    static final String RELEASE = "trial";
    static final String NAMESPACE = "games";

    /** The library alone would assume 1.20. */
    private static final String KUBERNETES = "1.34.0";

    private static final Map<String, String> TOKEN = Map.of("auth.existingSecret", "cluster-token");

    /** Helm at this chart. */
    Helm helm() {
        return new Helm(folder);
    }

    /** What an install creates, hooks left out, with the required value and these. */
    Manifests render(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(TOKEN);
        all.putAll(values);
        return renderOnly(all);
    }

    /** What an install with these values alone creates. */
    Manifests renderOnly(Map<String, String> values) {
        TemplateCommand command = template(KUBERNETES);
        values.forEach(command::set);
        return Manifests.parse(command.call());
    }

    /** What an install into a cluster of this version creates. */
    Manifests renderFor(String kubernetes) {
        TemplateCommand command = template(kubernetes);
        TOKEN.forEach(command::set);
        return Manifests.parse(command.call());
    }

    /** What an install with one of the files in {@code ci} creates. */
    Manifests renderFile(String name) {
        Path file = folder.resolve("ci").resolve(name);
        return Manifests.parse(template(KUBERNETES).withValuesFile(file).call());
    }

    /** What a user reads after an install. */
    String notes(Map<String, String> values) {
        InstallCommand command =
                helm().install()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .clientOnly()
                        .withDryRunOption(DryRun.CLIENT);
        TOKEN.forEach(command::set);
        values.forEach(command::set);
        return command.call().getOutput();
    }

    /** Copies the chart into an empty folder, to be changed there. */
    Chart copyTo(Path empty) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Path target = empty.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return new Chart(empty);
    }

    /** A copy in which the pod of {@code helm test}, a hook, is rendered like the rest. */
    Chart withTestPod(Path empty) throws IOException {
        Chart copy = copyTo(empty);
        copy.replace("templates/tests/status.yaml", "helm.sh/hook: test", "example.org/hook: test");
        return copy;
    }

    /** Changes one place of a file of this chart. */
    void replace(String name, String old, String replacement) throws IOException {
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        int at = text.indexOf(old);
        if (at < 0 || text.indexOf(old, at + 1) >= 0) {
            throw new AssertionError(name + " does not have this once: " + old);
        }
        Files.writeString(file, text.replace(old, replacement));
    }

    private TemplateCommand template(String kubernetes) {
        return helm().template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubernetes);
    }
}
