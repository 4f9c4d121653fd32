package io.ringrift.p2p.model.match;

/**
 * How strong a player is.
 *
 * @param elo logistic Elo: 400 points more score ten times as much
 * @param error half the width of the 95 % interval around it; 0 for the anchor
 * @param games that it played
 */
public record EloRating(double elo, double error, long games) {}
