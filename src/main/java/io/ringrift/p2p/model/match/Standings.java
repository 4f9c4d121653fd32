package io.ringrift.p2p.model.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who scored how much against whom, and how likely that is for given strengths. Strengths are
 * natural logarithms of odds, relative to the anchor, which is not among the players.
 */
final class Standings {

    private static final int MOST_STEPS = 200;
    private static final int MOST_HALVINGS = 60;
    private static final double PRECISION = 1e-10;

    /** Keeps the system solvable while a step goes far beyond all reason. */
    private static final double LEAST_CURVATURE = 1e-20;

    /**
     * The games of two players, with the drawn one.
     *
     * @param one index of a player
     * @param other index of another, above {@code one}, or -1 for the anchor
     * @param points of the one
     * @param lost points of the other
     */
    private record Meeting(int one, int other, double points, double lost) {
        double games() {
            return points + lost;
        }
    }

    private final List<String> players;
    private final List<Meeting> meetings;
    private final Elimination elimination;

    private Standings(List<String> players, List<Meeting> meetings) {
        this.players = players;
        this.meetings = meetings;
        List<int[]> edges = new ArrayList<>();
        for (Meeting meeting : meetings) {
            if (meeting.other() >= 0) {
                edges.add(new int[] {meeting.one(), meeting.other()});
            }
        }
        this.elimination = Elimination.of(players.size(), edges);
    }

    /** All players but the anchor, by name; what they played, by names. */
    static Standings of(Map<String, Map<String, MatchScore>> met, String anchor) {
        List<String> players = new ArrayList<>(met.keySet());
        players.remove(anchor);
        players.sort(null);
        Map<String, Integer> index = new HashMap<>();
        players.forEach(player -> index.put(player, index.size()));
        List<Meeting> meetings = new ArrayList<>();
        for (int one = 0; one < players.size(); one++) {
            Map<String, MatchScore> opponents = met.getOrDefault(players.get(one), Map.of());
            for (Map.Entry<String, MatchScore> entry : new TreeMap<>(opponents).entrySet()) {
                int other = index.getOrDefault(entry.getKey(), -1);
                if (other < 0 || other > one) {
                    meetings.add(meeting(one, other, entry.getValue()));
                }
            }
        }
        return new Standings(players, meetings);
    }

    private static Meeting meeting(int one, int other, MatchScore score) {
        double half = (score.draws() + 1) / 2.0;
        return new Meeting(one, other, score.wins() + half, score.losses() + half);
    }

    List<String> players() {
        return players;
    }

    /**
     * The strengths at which what happened is most likely, by Newton's method: the log-likelihood
     * is concave, and a step that would lower it is halved.
     */
    double[] likeliest() {
        double[] strength = new double[players.size()];
        double likelihood = logLikelihood(strength);
        for (int i = 0; i < MOST_STEPS; i++) {
            double[] step = information(strength).solve(gradient(strength));
            double[] next = moved(strength, step, 1);
            double better = logLikelihood(next);
            double share = 1;
            for (int j = 0; j < MOST_HALVINGS && better < likelihood; j++) {
                share /= 2;
                next = moved(strength, step, share);
                better = logLikelihood(next);
            }
            strength = next;
            likelihood = better;
            if (largest(step) < PRECISION) {
                return strength;
            }
        }
        return strength;
    }

    /** Of each player's strength: the diagonal of the inverse of the observed information. */
    double[] variances(double[] strength) {
        return information(strength).inverseDiagonal();
    }

    private Elimination.Factors information(double[] strength) {
        double[] diagonal = new double[players.size()];
        double[] offDiagonal = new double[meetings.size()];
        int edge = 0;
        for (Meeting meeting : meetings) {
            double apart = apart(strength, meeting);
            double curvature =
                    meeting.games() * Math.max(chance(apart) * chance(-apart), LEAST_CURVATURE);
            diagonal[meeting.one()] += curvature;
            if (meeting.other() >= 0) {
                diagonal[meeting.other()] += curvature;
                offDiagonal[edge++] = -curvature;
            }
        }
        return elimination.factor(diagonal, offDiagonal);
    }

    private double[] gradient(double[] strength) {
        double[] gradient = new double[players.size()];
        for (Meeting meeting : meetings) {
            double apart = apart(strength, meeting);
            double excess = meeting.points() * chance(-apart) - meeting.lost() * chance(apart);
            gradient[meeting.one()] += excess;
            if (meeting.other() >= 0) {
                gradient[meeting.other()] -= excess;
            }
        }
        return gradient;
    }

    private double logLikelihood(double[] strength) {
        double sum = 0;
        for (Meeting meeting : meetings) {
            double apart = apart(strength, meeting);
            sum += meeting.points() * logChance(apart) + meeting.lost() * logChance(-apart);
        }
        return sum;
    }

    private static double apart(double[] strength, Meeting meeting) {
        return strength[meeting.one()] - (meeting.other() < 0 ? 0 : strength[meeting.other()]);
    }

    private static double chance(double apart) {
        return 1 / (1 + StrictMath.exp(-apart));
    }

    private static double logChance(double apart) {
        return Math.min(apart, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(apart)));
    }

    private static double[] moved(double[] from, double[] step, double share) {
        double[] to = from.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += share * step[i];
        }
        return to;
    }

    private static double largest(double[] step) {
        double largest = 0;
        for (double one : step) {
            largest = Math.max(largest, Math.abs(one));
        }
        return largest;
    }
}
