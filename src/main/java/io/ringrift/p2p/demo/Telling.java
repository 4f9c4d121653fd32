package io.ringrift.p2p.demo;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says in lines what has changed of a config since it was looked at last. */
final class Telling {

    private static final int GAMES_PER_LINE = 100;
    private static final double ELO_PER_DECADE = 400;

    private final String configKey;
    private final Map<Integer, String> candidates = new HashMap<>();
    private long games;
    private String training = "";
    private String test = "";

    Telling(String configKey) {
        this.configKey = configKey;
    }

    /** The news, oldest first. */
    List<String> of(JsonNode now) {
        List<String> lines = new ArrayList<>();
        games(now, lines);
        training(now, lines);
        for (JsonNode version : List.copyOf(now.get("candidates").values()).reversed()) {
            candidate(version, lines);
        }
        test(now, lines);
        return lines.stream().map(line -> configKey + "  " + line).toList();
    }

    private void games(JsonNode now, List<String> lines) {
        JsonNode ledger = now.get("ledger");
        long total = ledger.get("games_total").longValue();
        if (total / GAMES_PER_LINE > games / GAMES_PER_LINE) {
            JsonNode missing = now.get("verdict").get("missing");
            lines.add(
                    total
                            + " games, "
                            + ledger.get("games_since_last_train").longValue()
                            + " of them new"
                            + (missing == null
                                    ? ""
                                    : "; for a training: " + missing.stringValue()));
        }
        games = total;
    }

    private void training(JsonNode now, List<String> lines) {
        JsonNode run = now.get("training");
        String job = run == null ? "" : run.get("job_id").stringValue();
        if (!job.isEmpty() && !job.equals(training)) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "training %d begins: %d new games, priority %.2f",
                            run.get("generation").intValue(),
                            run.get("games").longValue(),
                            now.get("priority").get("score").doubleValue()));
        }
        training = job;
    }

    private void candidate(JsonNode version, List<String> lines) {
        int number = version.get("number").intValue();
        String status = version.get("status").stringValue();
        if (status.equals(candidates.put(number, status))) {
            return;
        }
        switch (status) {
            case "candidate" -> lines.add("model " + number + " is tested against the champion");
            case "promoted" ->
                    lines.add(
                            "model "
                                    + number
                                    + " IS THE CHAMPION NOW: "
                                    + result(version)
                                    + reason(version));
            case "rolled_back" -> lines.add("model " + number + " is taken back" + reason(version));
            default ->
                    lines.add(
                            "model "
                                    + number
                                    + " is rejected: "
                                    + result(version)
                                    + reason(version));
        }
    }

    private void test(JsonNode now, List<String> lines) {
        JsonNode trial = now.get("evaluation");
        if (trial == null) {
            test = "";
            return;
        }
        String line = "  " + score(trial.get("score")) + llr(trial);
        if (!line.equals(test) && played(trial.get("score")) > 0) {
            lines.add(line);
        }
        test = line;
    }

    private static String llr(JsonNode trial) {
        return String.format(
                Locale.ROOT,
                ", LLR %.2f between %.2f and %.2f, about %.0f games to go",
                trial.get("llr").doubleValue(),
                trial.get("lower").doubleValue(),
                trial.get("upper").doubleValue(),
                trial.get("expected_games_left").doubleValue());
    }

    private static String reason(JsonNode version) {
        JsonNode reason = version.get("reason");
        return reason == null ? "" : " (" + reason.stringValue() + ")";
    }

    private static String result(JsonNode version) {
        JsonNode score = version.get("score");
        double games = played(score);
        double points = score.get("wins").longValue() + score.get("draws").longValue() / 2.0;
        // A whole score has no finite Elo: half a point less.
        double share = Math.clamp(points, 0.5, games - 0.5) / games;
        return score(score)
                + String.format(
                        Locale.ROOT,
                        ", %+.0f Elo",
                        ELO_PER_DECADE * Math.log10(share / (1 - share)));
    }

    private static String score(JsonNode score) {
        return score.get("wins").longValue()
                + " won, "
                + score.get("losses").longValue()
                + " lost of "
                + played(score);
    }

    private static long played(JsonNode score) {
        return score.get("wins").longValue()
                + score.get("draws").longValue()
                + score.get("losses").longValue();
    }
}
