/**
 * Miners: which tuples inside a batch a loss looks at.
 *
 * <p>In: embeddings and labels. Out: tuples of row indices. The decision that shaped it: a miner
 * works in host memory on plain arrays and states its exact probabilities, so that tests check the
 * distribution itself; its draws come from a counter-based key.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.miner;
