package io.ringrift.p2p.model.match;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The table "How sure is a promotion" of docs/training.md: simulated matches of known strength.
 * Arguments: how many per cell (10,000). Not a JMH benchmark: run its {@code main}.
 */
public final class PromotionOdds {

    private PromotionOdds() {}

    public static void main(String[] args) {
        int matches = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        System.out.println(
                "| draws | pairs | counted as | look every | cap | 0 Elo: promoted | games |"
                        + " 40 Elo: promoted | games | 80 Elo: promoted | at the cap | games |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int batch : new int[] {40, 2}) {
            row(matches, 0, 0, 0, false, batch, 400);
            row(matches, 0, 0, 0, true, batch, 400);
            row(matches, 0.3, 0, 0, false, batch, 400);
            row(matches, 0.3, 0, 0, true, batch, 400);
            row(matches, 0.6, 0, 0, true, batch, 400);
            row(matches, 0, 0.5, 0, false, batch, 400);
            row(matches, 0, 0.5, 0, true, batch, 400);
            row(matches, 0.3, 0.3, 0, true, batch, 400);
            row(matches, 0, 0, 0.5, false, batch, 400);
            row(matches, 0, 0, 0.5, true, batch, 400);
            row(matches, 0, 0, 0.5, true, batch, 1000);
        }
    }

    private static void row(
            int matches,
            double draws,
            double opening,
            double alike,
            boolean asPairs,
            int batch,
            int cap) {
        SprtLimits limits = new SprtLimits(0, 80, 0.05, 0.05, cap);
        MatchSimulator.Odds[] odds = new MatchSimulator.Odds[3];
        for (int i = 0; i < odds.length; i++) {
            odds[i] =
                    new MatchSimulator(40.0 * i, draws, opening, alike, asPairs, batch)
                            .odds(matches, limits, new SplittableRandom(2026 + i));
        }
        System.out.printf(
                Locale.ROOT,
                "| %.0f %% | %s | %s | %d | %d | **%.2f %%** | %.0f | %.1f %% | %.0f | **%.2f %%**"
                        + " | %.2f %% | %.0f |%n",
                100 * draws,
                opening > 0
                        ? String.format(Locale.ROOT, "opening decides %.0f %%", 100 * opening)
                        : alike > 0
                                ? String.format(Locale.ROOT, "%.0f %% alike", 100 * alike)
                                : "independent",
                asPairs ? "pairs" : "games",
                batch,
                cap,
                100 * odds[0].promoted(),
                odds[0].games(),
                100 * odds[1].promoted(),
                odds[1].games(),
                100 * odds[2].promoted(),
                100 * odds[2].capped(),
                odds[2].games());
    }
}
