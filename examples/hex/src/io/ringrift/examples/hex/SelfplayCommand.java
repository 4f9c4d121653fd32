package io.ringrift.examples.hex;

/** Plays games of a model against itself and writes them to {@value #FILE}. */
final class SelfplayCommand implements Command {
    private static final String FILE = "games.jsonl";

    @Override
    public JobResult run(Job job) {
        JobEnvironment environment = job.environment();
        ConfigKey configKey = environment.configKey();
        Grid grid = new Grid(configKey.size());
        Metadata metadata = environment.metadata();
        NamedModel model = NamedModel.from(metadata, "model");
        Selfplay selfplay = new Selfplay(grid, Search.from(metadata, grid, model.model()));
        int games = environment.games();
        long jobSeed = environment.seed();
        Progress progress = job.progress("games", games);
        SelfplayTally tally = new SelfplayTally(job.nanoTime());
        try (LineFile file = new LineFile(environment.outputFolder().resolve(FILE))) {
            for (int index = 0; index < games; index++) {
                long seed = SplitMix.seedOf(jobSeed, index);
                Game game = selfplay.play(seed);
                JsonObject line =
                        new JsonObject()
                                .put("game", index)
                                .put("config_key", configKey.text())
                                .put("size", grid.size())
                                .put("seed", seed)
                                .put("model", model.sha256());
                file.add(GameLine.put(line, grid, game).json().toString());
                tally.add(game);
                progress.report(index + 1);
            }
            Json.Obj metrics = tally.metrics().put("model_sha256", model.sha256()).json();
            return JobResult.of(metrics, new Output(FILE, "games", file.finish(), games));
        }
    }
}
