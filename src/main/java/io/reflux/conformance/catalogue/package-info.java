/**
 * The kinds of golden cases by name.
 *
 * <p>In: the name of a kind. Out: its checks. The decision that shaped it: the one place that names
 * all kinds lies beside them, so that none sees the others, nor does what runs them.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance.catalogue;
