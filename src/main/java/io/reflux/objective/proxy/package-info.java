/**
 * Losses from labels, with something trained for each class.
 *
 * <p>In: embeddings and labels. Out: a loss over rows and proxies, class vectors or centroids. The
 * decision that shaped it: what stands for a class is declared as a {@link
 * io.reflux.objective.Trainable} of one row a class, so that any batch teaches something, also one
 * row of one class.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.proxy;
