/**
 * Checks of this installation against reference vectors.
 *
 * <p>In: a folder of golden cases, as the original repositories computed them. Out: a line for each
 * operation, and how many cases passed and failed. The decision that shaped it: the user of an
 * installation (another platform, a GPU) runs the very code that the tests run; a kind of case is
 * one {@link io.reflux.conformance.Suite} in a package of its own, listed in {@code catalogue};
 * what kinds share stays here.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.conformance;
