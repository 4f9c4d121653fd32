package io.ringrift.examples.hex;

/**
 * A training under way.
 *
 * @param epochs that it has behind it
 * @param model what it has learnt
 */
record Checkpoint(int epochs, Model model) {}
