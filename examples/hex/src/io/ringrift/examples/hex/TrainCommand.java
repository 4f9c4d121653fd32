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
        Trainer trainer = new Trainer(parent.model());
        SplitMix random = new SplitMix(environment.seed());
        Loss loss = trainer.train(set.samples(), epochs, random, job.progress("epochs", epochs));
        byte[] content = ModelFile.encode(trainer.model());
        Draft.write(environment.outputFolder().resolve(FILE), content);
        String sha256 = Sha256.hex(content);
        Json.Obj metrics =
                new JsonObject()
                        .put("games", set.games())
                        .put("positions", set.samples().size())
                        .put("epochs", epochs)
                        .put("value_loss", loss.value())
                        .put("policy_loss", loss.policy())
                        .put("model_sha256", sha256)
                        .put("parent_sha256", parent.sha256())
                        .json();
        return JobResult.of(metrics, new Output(FILE, "models", sha256, set.games()));
    }

    private static TrainingSet trainingSet(Metadata metadata, ConfigKey configKey) {
        String source = metadata.blame("games");
        List<Path> paths = metadata.paths("games");
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
