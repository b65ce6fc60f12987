/**
 * A run in a process of its own, which another process keeps alive.
 *
 * <p>In: a command and a run directory. Out: the process's end, and a line in the run directory for
 * each time that it began again. The decision that shaped it: the parent knows nothing of a run but
 * its files and its exit codes, so nothing that can break the one breaks the other.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.keep;
