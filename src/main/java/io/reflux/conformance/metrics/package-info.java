/**
 * Metrics.
 *
 * <p>In: embeddings and labels. Out: what differs in a figure. The decision that shaped it: what
 * depends on chance in the original is held to the range that the original gives.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.metrics;
