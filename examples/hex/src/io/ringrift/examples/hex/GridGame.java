package io.ringrift.examples.hex;

/** A game and the board it was played on. */
record GridGame(Grid grid, Game game) {}
