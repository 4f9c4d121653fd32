/**
 * The board game Hex as a self-play workload: a program of its own that plays, trains and compares
 * models.
 *
 * <p>It is an example of a job, not a part of the orchestrator. It knows the job contract (its
 * environment, an output folder, {@code result.json}, progress lines and exit codes) and nothing
 * else, and it may import the JDK only, so that {@code java -jar hex.jar} is all a worker needs.
 *
 * <p>From the rules up: {@code Grid}, {@code Position} (rules), {@code Patterns}, {@code Model}
 * (what is learnt), {@code Search} (how a move is chosen), {@code Selfplay}, {@code Trainer},
 * {@code Match} (the three kinds of work), and one {@code ...Command} for each word that {@code
 * Main} understands.
 */
@NullMarked
package io.ringrift.examples.hex;

import org.jspecify.annotations.NullMarked;
