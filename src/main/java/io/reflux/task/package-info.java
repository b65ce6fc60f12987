/**
 * One task as a whole: it is made ready, its stages are spawned, and a scheduler leads it to its
 * summary.
 *
 * <p>In: a task of a checked pipeline, and where its run stands. Out: how it ended. The decision
 * that shaped it: all that can be known before the first batch is made ready first, so that a
 * scheduler only decides when.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.task;
