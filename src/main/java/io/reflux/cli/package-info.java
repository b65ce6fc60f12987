/**
 * The command {@code reflux}.
 *
 * <p>In: words. Out: lines, progress bars, exit codes: 0 done, 2 bad usage or pipeline, 3 the run
 * failed. The decision that shaped it: commands say what to do and how to show it; everything that
 * is done, is done in other rooms.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.cli;
