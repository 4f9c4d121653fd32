package io.ringrift.p2p.model.match;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Solves symmetric positive definite systems whose unknowns know few others, as players do who play
 * mostly their neighbours in a line of generations: the cost of such a line grows with its length,
 * not with the third power.
 *
 * <p>It is the LDLᵀ factorisation with the unknown that has the fewest neighbours first, the lowest
 * index of equals (minimum degree: A. George and J. W. H. Liu, "The Evolution of the Minimum Degree
 * Ordering Algorithm", SIAM Review 31, 1989).
 */
final class Elimination {

    private final int[] place;
    private final int[][] after;
    private final List<int[]> edges;

    private Elimination(int[] place, int[][] after, List<int[]> edges) {
        this.place = place;
        this.after = after;
        this.edges = edges;
    }

    /**
     * Chooses the order.
     *
     * @param size how many unknowns
     * @param edges two different unknowns each, which know each other; none twice
     */
    static Elimination of(int size, List<int[]> edges) {
        int[][] neighbours = neighbours(size, edges);
        TreeSet<Long> queue = new TreeSet<>();
        for (int i = 0; i < size; i++) {
            queue.add(key(neighbours, i));
        }
        int[] place = new int[size];
        int[][] after = new int[size][];
        for (int k = 0; k < size; k++) {
            int next = queue.removeFirst().intValue();
            int[] clique = neighbours[next];
            place[next] = k;
            after[k] = clique;
            for (int one : clique) {
                queue.remove(key(neighbours, one));
                neighbours[one] = joined(neighbours[one], clique, one, next);
                queue.add(key(neighbours, one));
            }
        }
        for (int k = 0; k < size; k++) {
            after[k] = Arrays.stream(after[k]).map(i -> place[i]).sorted().toArray();
        }
        return new Elimination(place, after, edges);
    }

    private static int[][] neighbours(int size, List<int[]> edges) {
        int[] degree = new int[size];
        for (int[] edge : edges) {
            degree[edge[0]]++;
            degree[edge[1]]++;
        }
        int[][] neighbours = new int[size][];
        Arrays.setAll(neighbours, i -> new int[degree[i]]);
        for (int[] edge : edges) {
            neighbours[edge[0]][--degree[edge[0]]] = edge[1];
            neighbours[edge[1]][--degree[edge[1]]] = edge[0];
        }
        for (int[] one : neighbours) {
            Arrays.sort(one);
        }
        return neighbours;
    }

    private static long key(int[][] neighbours, int i) {
        return ((long) neighbours[i].length << Integer.SIZE) + i;
    }

    /** Both sorted sets together, without two members. */
    private static int[] joined(int[] one, int[] other, int without, int norThis) {
        int[] joined = new int[one.length + other.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < one.length || j < other.length) {
            boolean first = j == other.length || (i < one.length && one[i] <= other[j]);
            int next = first ? one[i] : other[j];
            i += i < one.length && one[i] == next ? 1 : 0;
            j += j < other.length && other[j] == next ? 1 : 0;
            if (next != without && next != norThis) {
                joined[size++] = next;
            }
        }
        return Arrays.copyOf(joined, size);
    }

    /**
     * Factors a matrix.
     *
     * @param diagonal by unknown
     * @param offDiagonal by edge
     */
    Factors factor(double[] diagonal, double[] offDiagonal) {
        double[] pivots = new double[place.length];
        for (int i = 0; i < place.length; i++) {
            pivots[place[i]] = diagonal[i];
        }
        double[][] rows = new double[after.length][];
        Arrays.setAll(rows, k -> new double[after[k].length]);
        for (int e = 0; e < edges.size(); e++) {
            int one = place[edges.get(e)[0]];
            int other = place[edges.get(e)[1]];
            int row = Math.min(one, other);
            rows[row][Arrays.binarySearch(after[row], Math.max(one, other))] = offDiagonal[e];
        }
        for (int k = 0; k < rows.length; k++) {
            eliminate(k, pivots, rows);
        }
        return new Factors(pivots, rows);
    }

    /** Takes an unknown out of the equations of those that know it. */
    private void eliminate(int k, double[] pivots, double[][] rows) {
        int[] clique = after[k];
        double[] row = rows[k];
        for (int i = 0; i < clique.length; i++) {
            double factor = row[i] / pivots[k];
            pivots[clique[i]] -= factor * row[i];
            int[] columns = after[clique[i]];
            double[] target = rows[clique[i]];
            int column = 0;
            for (int j = i + 1; j < clique.length; j++) {
                while (columns[column] != clique[j]) {
                    column++;
                }
                target[column] -= factor * row[j];
            }
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= pivots[k];
        }
    }

    /** A matrix in factors. */
    final class Factors {
        private final double[] pivots;
        private final double[][] rows;

        private Factors(double[] pivots, double[][] rows) {
            this.pivots = pivots;
            this.rows = rows;
        }

        /** The x of which the matrix makes this. */
        double[] solve(double[] right) {
            double[] x = new double[right.length];
            for (int i = 0; i < x.length; i++) {
                x[place[i]] = right[i];
            }
            substitute(x, 0);
            double[] solution = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                solution[i] = x[place[i]];
            }
            return solution;
        }

        double[] inverseDiagonal() {
            double[] diagonal = new double[place.length];
            for (int i = 0; i < diagonal.length; i++) {
                double[] x = new double[place.length];
                x[place[i]] = 1;
                substitute(x, place[i]);
                diagonal[i] = x[place[i]];
            }
            return diagonal;
        }

        /** Solves in place; everything before {@code first} is 0 and not asked for. */
        private void substitute(double[] x, int first) {
            for (int k = first; k < x.length; k++) {
                for (int i = 0; i < rows[k].length; i++) {
                    x[after[k][i]] -= rows[k][i] * x[k];
                }
            }
            for (int k = x.length - 1; k >= first; k--) {
                x[k] /= pivots[k];
                for (int i = 0; i < rows[k].length; i++) {
                    x[k] -= rows[k][i] * x[after[k][i]];
                }
            }
        }
    }
}
