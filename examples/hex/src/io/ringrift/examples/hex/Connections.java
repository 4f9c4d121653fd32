package io.ringrift.examples.hex;

/**
 * Which stones and edges hang together, kept up to date stone by stone.
 *
 * <p>A disjoint-set forest with path halving (Tarjan and van Leeuwen 1984) over the cells and the
 * four edges of the board. Asking whether a side has joined its edges costs almost nothing, which
 * the search needs after each move.
 */
final class Connections {
    private final Grid grid;
    private final int[] parent;

    Connections(Grid grid) {
        this.grid = grid;
        this.parent = new int[grid.cells() + 4];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
    }

    Connections(Connections other) {
        this.grid = other.grid;
        this.parent = other.parent.clone();
    }

    void join(int cell, int otherCell) {
        parent[root(cell)] = root(otherCell);
    }

    /** Joins a stone of this side to the edges it touches, if they are its own. */
    void joinEdges(int cell, Side side) {
        int line = side == Side.FIRST ? grid.row(cell) : grid.column(cell);
        if (line == 0) {
            join(cell, nearEdge(side));
        }
        if (line == grid.size() - 1) {
            join(cell, farEdge(side));
        }
    }

    boolean edgesJoined(Side side) {
        return root(nearEdge(side)) == root(farEdge(side));
    }

    private int nearEdge(Side side) {
        return grid.cells() + 2 * side.index();
    }

    private int farEdge(Side side) {
        return nearEdge(side) + 1;
    }

    private int root(int node) {
        int current = node;
        while (parent[current] != current) {
            parent[current] = parent[parent[current]];
            current = parent[current];
        }
        return current;
    }
}
