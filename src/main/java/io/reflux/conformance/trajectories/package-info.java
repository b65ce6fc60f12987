/**
 * Whole training steps.
 *
 * <p>In: a network, filled by formula, and the batches of a few steps. Out: what differs in losses,
 * gradients and weights. The decision that shaped it: the student of a run takes the steps; only
 * its weights and images are given.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.trajectories;
