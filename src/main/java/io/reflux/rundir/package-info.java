/**
 * What a run directory holds, and nobody else spells its names.
 *
 * <p>In: steps, evaluations, states and summaries of tasks. Out: files, and from files what an
 * earlier attempt wrote. The decision that shaped it: whoever wants something of a run, while it
 * goes on or years later, asks here; so a name or a format changes in one place.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.rundir;
