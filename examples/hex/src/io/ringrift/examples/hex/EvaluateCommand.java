package io.ringrift.examples.hex;

/** Plays a candidate against a baseline and writes the games to {@value #FILE}. */
final class EvaluateCommand implements Command {
    private static final String FILE = "results.jsonl";

    @Override
    public JobResult run(Job job) {
        JobEnvironment environment = job.environment();
        Metadata metadata = environment.metadata();
        Grid grid = new Grid(environment.configKey().size());
        NamedModel candidate = NamedModel.from(metadata, "candidate");
        NamedModel baseline = NamedModel.from(metadata, "baseline");
        Match match =
                new Match(
                        grid,
                        Search.from(metadata, grid, candidate.model()),
                        Search.from(metadata, grid, baseline.model()));
        int games = pairedGames(environment);
        MatchTally tally = new MatchTally();
        try (LineFile file = new LineFile(environment.outputFolder().resolve(FILE))) {
            play(job, match, grid, games, tally, file);
            Json.Obj metrics =
                    tally.metrics()
                            .put("seed", environment.seed())
                            .put("candidate_sha256", candidate.sha256())
                            .put("baseline_sha256", baseline.sha256())
                            .json();
            return JobResult.of(metrics, new Output(FILE, "results", file.finish(), games));
        }
    }

    private static void play(
            Job job, Match match, Grid grid, int games, MatchTally tally, LineFile file) {
        long jobSeed = job.environment().seed();
        String configKey = job.environment().configKey().text();
        Progress progress = job.progress("games", games);
        for (int index = 0; index < games; index++) {
            int pair = index / 2;
            long seed = SplitMix.seedOf(jobSeed, pair);
            Side candidateSide = Side.of(index % 2);
            Game game = match.play(seed, candidateSide);
            boolean won = game.winner() == candidateSide;
            tally.add(won);
            JsonObject line =
                    new JsonObject()
                            .put("game", index)
                            .put("config_key", configKey)
                            .put("size", grid.size())
                            .put("pair", pair)
                            .put("seed", seed)
                            .put("candidate_side", candidateSide.index())
                            .put("candidate_won", Json.of(won));
            file.add(GameLine.put(line, grid, game).json().toString());
            progress.report(index + 1);
        }
    }

    private static int pairedGames(JobEnvironment environment) {
        int games = environment.games();
        if (games % 2 != 0) {
            throw new InvalidInput(
                    "RINGRIFT_NUM_GAMES", games + " is odd, but games come in pairs");
        }
        return games;
    }
}
