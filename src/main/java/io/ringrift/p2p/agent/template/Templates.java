package io.ringrift.p2p.agent.template;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.StartOrder;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Turns orders into commands; docs/job-contract.md says what a job may rely on. */
public final class Templates {

    /** Settings of the node, its token among them, are none of a job's business. */
    private static final String OWN_VARIABLES = "RINGRIFT_P2P_";

    private final Map<JobType, Template> templates;
    private final Map<JobType, Supplier<Template>> builtIn;
    private final NodeId node;
    private final Path java;
    private final Path examples;
    private final Map<String, String> inherited;
    private final Seeds seeds;

    /**
     * @param builtIn what is run for a type that has no template; made when it is needed, since it
     *     may speak of the port on which the node listens
     * @param java the program behind {@code {java}}
     * @param examples the folder behind {@code {examples_dir}}
     * @param environment this process's own
     */
    public Templates(
            Map<JobType, Template> templates,
            Map<JobType, Supplier<Template>> builtIn,
            NodeId node,
            Path java,
            Path examples,
            Map<String, String> environment,
            Seeds seeds) {
        this.templates = Map.copyOf(templates);
        this.builtIn = Map.copyOf(builtIn);
        this.node = node;
        this.java = java;
        this.examples = examples;
        this.inherited = withoutOwn(environment);
        this.seeds = seeds;
    }

    /** The template of a job type, if this node has one. */
    public Optional<Template> of(JobType type) {
        return Optional.ofNullable(templates.get(type))
                .or(() -> Optional.ofNullable(builtIn.get(type)).map(Supplier::get));
    }

    /** The entry by which an attempt's processes are recognised. */
    public static String mark(AttemptToken token) {
        return "RINGRIFT_ATTEMPT_TOKEN=" + token;
    }

    /** Fills the template in; the built-in one leaves nothing open. */
    public JobCommand command(Template template, StartOrder order, JobFiles files) {
        Map<Placeholder, String> values = values(order, files);
        boolean configured = templates.containsKey(order.spec().type());
        UnaryOperator<String> fill =
                configured ? text -> Placeholder.fill(text, values) : UnaryOperator.identity();
        Map<String, String> environment = new HashMap<>(inherited);
        template.env().forEach((name, value) -> environment.put(name, fill.apply(value)));
        environment.putAll(contract(order, files, values));
        return new JobCommand(
                template.command().stream().map(fill).toList(),
                environment,
                directory(template.workingDirectory(), fill, files),
                mark(order.token()));
    }

    private static Path directory(
            @Nullable String setting, UnaryOperator<String> fill, JobFiles files) {
        return setting == null || setting.isBlank()
                ? files.output()
                : Path.of(fill.apply(setting)).toAbsolutePath();
    }

    private Map<Placeholder, String> values(StartOrder order, JobFiles files) {
        Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
        values.put(Placeholder.JAVA, java.toString());
        values.put(Placeholder.EXAMPLES_DIR, examples.toString());
        values.put(Placeholder.JOB_ID, order.jobId().toString());
        values.put(Placeholder.ATTEMPT, Integer.toString(order.attempt()));
        values.put(Placeholder.JOB_TYPE, order.spec().type().wireName());
        values.put(Placeholder.CONFIG_KEY, order.spec().configKey());
        values.put(Placeholder.NUM_GAMES, Integer.toString(order.spec().numGames()));
        values.put(Placeholder.OUTPUT_DIR, files.output().toString());
        values.put(Placeholder.RESULT_FILE, files.result().toString());
        values.put(Placeholder.NODE_ID, node.toString());
        values.put(Placeholder.SEED, Long.toString(seeds.of(order.jobId(), order.spec())));
        return values;
    }

    private static Map<String, String> contract(
            StartOrder order, JobFiles files, Map<Placeholder, String> values) {
        Map<String, String> contract = new HashMap<>();
        values.forEach(
                (name, value) -> {
                    if (name != Placeholder.JAVA && name != Placeholder.EXAMPLES_DIR) {
                        contract.put("RINGRIFT_" + name.name(), value);
                    }
                });
        contract.put("RINGRIFT_ATTEMPT_TOKEN", order.token().toString());
        contract.put("RINGRIFT_METADATA", order.spec().metadata().value());
        contract.put("RINGRIFT_CHECKPOINT_DIR", files.checkpoint().toString());
        if (order.spec().needs() != null) {
            contract.put("RINGRIFT_INPUTS_FILE", files.inputs().toString());
        }
        return contract;
    }

    private static Map<String, String> withoutOwn(Map<String, String> environment) {
        Map<String, String> rest = new HashMap<>(environment);
        rest.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith(OWN_VARIABLES));
        return rest;
    }
}
