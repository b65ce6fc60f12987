/**
 * Networks.
 *
 * <p>In: a network and weights made by formula. Out: what differs in keys, outputs, gradients and
 * statistics. The decision that shaped it: weights are formulas, so that a case of a network with
 * 25 million of them is a small file.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.networks;
