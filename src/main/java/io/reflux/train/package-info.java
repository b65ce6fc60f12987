/**
 * A student and its updates.
 *
 * <p>In: a taught batch. Out: one step taken, and a report. The decision that shaped it: the loss
 * is computed on copies of the student's outputs, and its gradient handed back to the network in a
 * second pass; so a loss over a whole batch stays exact when the network runs in pieces.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.train;
