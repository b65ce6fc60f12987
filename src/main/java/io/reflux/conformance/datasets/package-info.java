/**
 * Indices of datasets.
 *
 * <p>In: tiny copies of the layouts, or lists of names. Out: what differs in splits, order and
 * labels. The decision that shaped it: indexing opens no image, so that most copies are lists of
 * empty files.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.datasets;
