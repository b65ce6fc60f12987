/**
 * A machine's queue of pipeline files: {@code reflux serve}.
 *
 * <p>In: a folder of pipeline files, and orders by HTTP. Out: runs, each in a process of its own.
 * The decision that shaped it: what the queue knows of a run stands in a file before anything is
 * done about it, so that a queue that was killed begins with what it was at, and finds the
 * processes that it left.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.queue;
