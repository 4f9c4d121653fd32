package io.ringrift.p2p.agent.probe;

import io.ringrift.p2p.agent.process.Executables;
import io.ringrift.p2p.model.GpuInfo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the driver's own tool. A machine without the tool has no GPU; a tool that fails or hangs
 * leaves the last answer standing.
 */
public final class GpuProbe {

    private static final Logger LOG = LoggerFactory.getLogger(GpuProbe.class);
    private static final int MAX_BYTES = 64 << 10;
    private static final List<String> ARGUMENTS =
            List.of(
                    "--query-gpu=index,name,memory.total,memory.used,utilization.gpu,"
                            + "temperature.gpu,ecc.errors.uncorrected.volatile.total,uuid",
                    "--format=csv,noheader,nounits");
    private static final List<String> PROGRAMS =
            List.of("--query-compute-apps=gpu_uuid", "--format=csv,noheader,nounits");

    private final String tool;
    private final String path;
    private final Duration timeout;
    private boolean troubled;

    /**
     * @param tool name or path of the program
     * @param path where to look for it, as in PATH
     * @param timeout after which it is killed
     */
    public GpuProbe(String tool, String path, Duration timeout) {
        this.tool = tool;
        this.path = path;
        this.timeout = timeout;
    }

    /** One look at every GPU; empty when there is no answer, an empty list when there is no GPU. */
    Optional<List<GpuInfo>> look() throws InterruptedException {
        Optional<Path> program = Executables.find(tool, Path.of("/"), path);
        if (program.isEmpty()) {
            return Optional.of(List.of());
        }
        try {
            Optional<String> table = ask(program.get(), ARGUMENTS);
            // Without GPUs or with a tool that cannot list programs there is nothing to list.
            Optional<String> programs =
                    table.filter(text -> !text.isBlank()).isEmpty()
                            ? Optional.empty()
                            : ask(program.get(), PROGRAMS);
            return table.map(text -> GpuList.parse(text, programs));
        } catch (IOException e) {
            trouble(e.toString());
            return Optional.empty();
        }
    }

    private Optional<String> ask(Path program, List<String> arguments)
            throws IOException, InterruptedException {
        File answer = File.createTempFile("gpus", ".csv");
        try {
            ProcessBuilder builder = new ProcessBuilder(program.toString());
            builder.command().addAll(arguments);
            // To a file, not a pipe: reading from a pipe could hang as long as the tool does.
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectOutput(answer)
                            .start();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                trouble("it gave no answer within " + timeout.toMillis() + " ms");
                return Optional.empty();
            }
            if (process.exitValue() != 0) {
                trouble("it exited with code " + process.exitValue());
                return Optional.empty();
            }
            troubled = false;
            return Optional.of(read(answer));
        } finally {
            if (!answer.delete()) {
                LOG.debug("{} is gone already", answer);
            }
        }
    }

    private static String read(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    private void trouble(String what) {
        if (!troubled) {
            LOG.warn("Cannot read the GPUs with {}: {}. The last answer stands.", tool, what);
        }
        troubled = true;
    }
}
