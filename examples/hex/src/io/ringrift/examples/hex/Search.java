package io.ringrift.examples.hex;

/**
 * Chooses moves by a tree search that the model guides: PUCT without rollouts, a fresh tree for
 * each move (Silver et al. 2017).
 */
final class Search {
    private static final double EXPLORATION = 1.5;
    private static final double NOISE_SHARE = 0.25;
    private static final int LEAST_DEFAULT = 32;
    private static final int MAX_SIMULATIONS = 1_000_000;

    private final Model model;
    private final int simulations;

    Search(Model model, int simulations) {
        this.model = model;
        this.simulations = simulations;
    }

    /** A search with the budget that the metadata asks for. */
    static Search from(Metadata metadata, Grid grid, Model model) {
        int simulations = metadata.count("simulations", defaultSimulations(grid), MAX_SIMULATIONS);
        return new Search(model, simulations);
    }

    /**
     * How many simulations a move deserves unless the job says otherwise: a power of two that is
     * enough for an untrained model to try each cell, so that it sees a win in one move.
     */
    static int defaultSimulations(Grid grid) {
        int simulations = LEAST_DEFAULT;
        while (simulations < grid.cells()) {
            simulations *= 2;
        }
        return simulations;
    }

    /** Looks for the best move; the answer depends on nothing but position, model and budget. */
    Visits run(Position position) {
        return run(position, new Node(position, model));
    }

    /** Looks for a good move with some curiosity, as self-play needs it. */
    Visits runWithNoise(Position position, SplitMix random) {
        Node root = new Node(position, model);
        root.addNoise(NOISE_SHARE, random);
        return run(position, root);
    }

    private Visits run(Position position, Node root) {
        for (int i = 0; i < simulations; i++) {
            descend(root, position.copy());
        }
        return root.visits();
    }

    /** Returns what the visit is worth to the side to move at this node. */
    private double descend(Node node, Position position) {
        int index = node.select(EXPLORATION);
        position.play(node.move(index));
        double worth = position.isOver() ? 1 : -worthOfReply(node, index, position);
        node.record(index, worth);
        return worth;
    }

    private double worthOfReply(Node node, int index, Position position) {
        Node child = node.child(index);
        if (child != null) {
            return descend(child, position);
        }
        Node leaf = new Node(position, model);
        node.attach(index, leaf);
        return leaf.value();
    }
}
