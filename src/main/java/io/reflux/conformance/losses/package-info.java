/**
 * Losses and whole objectives.
 *
 * <p>In: a case of an objective, with its tensors. Out: what differs in the loss, its parts, its
 * gradients and its memories. The decision that shaped it: a case is read as settings of a pipeline
 * file, by a recipe that says how the original's parameters are named here.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.losses;
