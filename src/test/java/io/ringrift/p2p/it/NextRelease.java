package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

/** The release after this one: the same jar, with rules that some of its classes change. */
final class NextRelease {

    private static final String ENGINE = "io/ringrift/p2p/engine/";

    private NextRelease() {}

    /** Knows one version of the rules more; when that one is in force it takes no new jobs. */
    static Path jar(Path folder) throws IOException {
        return jar(
                folder,
                Map.of(
                        "RulesVersion",
                        List.of("return LATEST;", "return LATEST + 1;"),
                        "JobRules",
                        List.of(
                                "state.policy().maxOpenJobs()",
                                "state.rulesVersion() < RulesVersion.known()"
                                        + " ? state.policy().maxOpenJobs() : 0")));
    }

    /** A planted bug: it takes no new jobs, and no version says so. */
    static Path careless(Path folder) throws IOException {
        return jar(folder, Map.of("JobRules", List.of("state.policy().maxOpenJobs()", "0 * 1")));
    }

    private static Path jar(Path folder, Map<String, List<String>> changes) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("next/" + ENGINE));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-nowarn",
                                "-cp",
                                "target/classes:" + System.getProperty("java.class.path"),
                                "-d",
                                folder.resolve("next").toString()));
        for (Map.Entry<String, List<String>> change : changes.entrySet()) {
            String name = change.getKey() + ".java";
            String text = Files.readString(Path.of("src/main/java/" + ENGINE + name));
            String was = change.getValue().getFirst();
            assertThat(text).containsOnlyOnce(was);
            Path source = sources.resolve(name);
            Files.writeString(source, text.replace(was, change.getValue().getLast()));
            arguments.add(source.toString());
        }
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Path jar = folder.resolve("next.jar");
        Files.copy(Packed.jar(), jar);
        try (FileSystem inside =
                FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            for (String changed : changes.keySet()) {
                Files.copy(
                        sources.resolve(changed + ".class"),
                        inside.getPath("/BOOT-INF/classes/" + ENGINE + changed + ".class"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return jar;
    }
}
