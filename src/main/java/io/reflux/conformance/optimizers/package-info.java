/**
 * Optimizers, schedules and momentum updates.
 *
 * <p>In: gradients of a few steps. Out: what differs in the parameters after each. The decision
 * that shaped it: the very programs that train are run, in float64.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.optimizers;
