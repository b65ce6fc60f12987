/**
 * Losses from mined tuples.
 *
 * <p>In: embeddings, labels, and the tuples that a miner chose among the rows. Out: a loss over
 * those tuples alone, 0 if there are none. The decision that shaped it: a loss names the miner that
 * its paper used, and a pipeline file may name another.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.tuple;
