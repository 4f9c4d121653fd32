package io.ringrift.examples.hex;

import java.nio.file.Path;
import java.util.List;

/** Learns from games, starting with the weights of a model, and writes {@value #FILE}. */
final class TrainCommand implements Command {
    private static final String FILE = "model.bin";
    private static final int DEFAULT_EPOCHS = 3;
    private static final int MAX_EPOCHS = 1000;

    @Override
    public JobResult run(Job job) {
        JobEnvironment environment = job.environment();
        Metadata metadata = environment.metadata();
        NamedModel parent = NamedModel.from(metadata, "model");
        TrainingSet set = trainingSet(metadata, environment.configKey());
        int epochs = metadata.count("epochs", DEFAULT_EPOCHS, MAX_EPOCHS);
        Checkpoints checkpoints =
                Checkpoints.of(
                        environment.checkpointFolder(),
                        fingerprint(environment, parent, set, epochs));
        Checkpoint start = checkpoints.latest(epochs).orElse(new Checkpoint(0, parent.model()));
        if (start.epochs() > 0) {
            job.out().println("Goes on after epoch " + start.epochs() + " of " + epochs + ".");
        }
        Trainer trainer = new Trainer(start.model());
        Loss loss =
                trainer.train(
                        set.samples(),
                        epochs,
                        start.epochs(),
                        new SplitMix(environment.seed()),
                        job.progress("epochs", epochs),
                        checkpoints);
        byte[] content = ModelFile.encode(trainer.model());
        Draft.write(environment.outputFolder().resolve(FILE), content);
        String sha256 = Sha256.hex(content);
        Json.Obj metrics =
                new JsonObject()
                        .put("games", set.games())
                        .put("positions", set.samples().size())
                        .put("epochs", epochs)
                        .put("resumed_after", start.epochs())
                        .put("seed", environment.seed())
                        .put("value_loss", loss.value())
                        .put("policy_loss", loss.policy())
                        .put("model_sha256", sha256)
                        .put("parent_sha256", parent.sha256())
                        .json();
        return JobResult.of(metrics, new Output(FILE, "models", sha256, set.games()));
    }

    /** All that the model depends on: a checkpoint of anything else is none of this job's. */
    private static String fingerprint(
            JobEnvironment environment, NamedModel parent, TrainingSet set, int epochs) {
        return String.join(
                "\n",
                "hex training 1",
                environment.configKey().text(),
                Long.toString(environment.seed()),
                Integer.toString(epochs),
                parent.sha256(),
                String.join("\n", set.files()));
    }

    private static TrainingSet trainingSet(Metadata metadata, ConfigKey configKey) {
        String source = metadata.blame("games");
        List<Path> named = metadata.paths("games");
        int window = metadata.count("window_games", Integer.MAX_VALUE, Integer.MAX_VALUE);
        List<Path> paths = named.isEmpty() ? metadata.inputGames(window) : named;
        if (paths.isEmpty()) {
            throw new InvalidInput(source, "names no games to learn from");
        }
        TrainingSet set = TrainingSet.read(GameFiles.find(source, paths), configKey.size());
        if (set.games() == 0) {
            throw new InvalidInput(source, "there are no games in " + paths);
        }
        return set;
    }
}
