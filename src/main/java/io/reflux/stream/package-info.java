/**
 * The topologies, drawn above the code.
 *
 * <p>In: what each stage does with one element. Out: a graph that is ready to run. The decision
 * that shaped it: order is kept everywhere and every buffer has a number, so what is in flight is
 * known and the numbers of a run do not depend on how many work on it.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.stream;
