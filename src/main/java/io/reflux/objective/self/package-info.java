/**
 * Losses from the network itself.
 *
 * <p>In: embeddings, and what the network makes of them otherwise: other views, its momentum
 * network, its own clusters, further heads. Out: a loss that needs no teacher and mostly no labels.
 * The decision that shaped it: what is taken as given is cut off from the gradient, as each Javadoc
 * says; there the gradient is not the derivative of the value.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.self;
