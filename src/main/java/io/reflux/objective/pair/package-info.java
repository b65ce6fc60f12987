/**
 * Losses from labels, over all pairs.
 *
 * <p>In: embeddings and labels. Out: a loss over all pairs or triplets that the labels of a batch
 * make. The decision that shaped it: a matrix over the rows and a mask of the labels, instead of
 * lists of pairs; nothing is mined, and nothing is trained but the network.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.pair;
