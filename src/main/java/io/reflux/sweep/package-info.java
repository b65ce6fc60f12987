/**
 * Several trials of one pipeline file: {@code reflux sweep}.
 *
 * <p>In: a pipeline file and what some of its keys may be. Out: a run for each trial, below one
 * folder, and how they compare. The decision that shaped it: a trial is a pipeline file in a queue,
 * whose run directory every other command understands; the list of trials is on the disk before the
 * first begins, and all else is read from their runs, so that a sweep goes on from whatever was
 * left.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.sweep;
