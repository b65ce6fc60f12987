/**
 * Metrics of embeddings.
 *
 * <p>In: embeddings and labels in host memory. Out: named numbers. The decision that shaped it: no
 * N × N matrix is ever held. Scores are computed a tile at a time, and every ranking metric is a
 * mean over queries of a pure function of the ranks of the query's relevant rows.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.evaluate;
