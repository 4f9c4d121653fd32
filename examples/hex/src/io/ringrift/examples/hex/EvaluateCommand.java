package io.ringrift.examples.hex;

/** Plays a candidate against a baseline and writes the games to {@value #FILE}. */
final class EvaluateCommand implements Command {
    private static final String FILE = "results.jsonl";

    @Override
    public JobResult run(Job job) {
        JobEnvironment environment = job.environment();
        ConfigKey configKey = environment.configKey();
        Grid grid = new Grid(configKey.size());
        Metadata metadata = environment.metadata();
        NamedModel candidate = NamedModel.from(metadata, "candidate");
        NamedModel baseline = NamedModel.from(metadata, "baseline");
        Match match =
                new Match(
                        grid,
                        Search.from(metadata, grid, candidate.model()),
                        Search.from(metadata, grid, baseline.model()));
        int games = pairedGames(environment);
        long jobSeed = environment.seed();
        Progress progress = job.progress("games", games);
        MatchTally tally = new MatchTally();
        LineFile file = new LineFile(environment.outputFolder().resolve(FILE));
        try (file) {
            for (int index = 0; index < games; index++) {
                long seed = SplitMix.seedOf(jobSeed, index / 2);
                Side candidateSide = Side.values()[index % 2];
                Game game = match.play(seed, candidateSide);
                tally.add(game.winner() == candidateSide);
                JsonObject line =
                        new JsonObject()
                                .put("game", index)
                                .put("pair", index / 2)
                                .put("config_key", configKey.text())
                                .put("size", grid.size())
                                .put("seed", seed)
                                .put("candidate_side", candidateSide.ordinal());
                file.add(GameLine.put(line, grid, game).json().toString());
                progress.report(index + 1);
            }
        }
        Json.Obj metrics =
                tally.metrics()
                        .put("candidate_sha256", candidate.sha256())
                        .put("baseline_sha256", baseline.sha256())
                        .json();
        return JobResult.of(metrics, new Output(FILE, "results", file.sha256(), games));
    }

    private static int pairedGames(JobEnvironment environment) {
        int games = environment.games();
        if (games % 2 != 0) {
            throw new InvalidInput("RINGRIFT_NUM_GAMES", games + " is odd, but games come in pairs");
        }
        return games;
    }
}
