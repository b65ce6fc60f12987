/**
 * Which examples make a batch, in which order.
 *
 * <p>In: the labels of a split. Out: for an epoch, the example ids of each of its batches. The
 * decision that shaped it: an epoch's order is a pure function of the epoch's key of randomness, so
 * that a resumed run finds the same batches by asking again.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.sampler;
