package io.ringrift.examples.hex;

import java.util.ArrayList;
import java.util.List;

/** A game as one line of a games file; {@code README.md} describes the members. */
final class GameLine {
    private GameLine() {}

    /** Adds the members that describe the course of a game. */
    static JsonObject put(JsonObject line, Grid grid, Game game) {
        List<Json> moves = new ArrayList<>();
        for (int move : game.moves()) {
            moves.add(Json.of(grid.name(move)));
        }
        line.put("moves", new Json.Arr(moves)).put("winner", game.winner().index());
        if (!game.visits().isEmpty()) {
            List<Json> visits = new ArrayList<>();
            for (Visits searched : game.visits()) {
                visits.add(Json.of(searched.pairs()));
            }
            line.put("visits", new Json.Arr(visits));
        }
        return line;
    }

    /**
     * Reads a line back without judging the game; that is {@link Replay}'s part.
     *
     * @throws IllegalArgumentException if the line does not have the form of a game
     */
    static GridGame parse(String line) {
        JsonFields fields = JsonFields.parse(line);
        Grid grid = new Grid(fields.integer("size"));
        List<Integer> moves = new ArrayList<>();
        for (Json move : JsonFields.elements("moves", fields.get("moves"))) {
            moves.add(grid.named(JsonFields.text("moves", move)));
        }
        List<Visits> visits = new ArrayList<>();
        for (Json searched : fields.elements("visits")) {
            visits.add(visits(searched));
        }
        Side winner = Side.of(fields.integer("winner"));
        return new GridGame(grid, new Game(moves, winner, visits));
    }

    private static Visits visits(Json searched) {
        List<Json> elements = JsonFields.elements("visits", searched);
        int[] pairs = new int[elements.size()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = JsonFields.integer("visits", elements.get(i));
        }
        return new Visits(pairs);
    }
}
