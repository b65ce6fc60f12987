/**
 * Tasks in their order, with one seed or several.
 *
 * <p>In: a checked pipeline and a run directory. Out: how the run ended. The decision that shaped
 * it: the supervisor knows tasks by their names and outcomes only, and frees everything before it
 * tells how the run ended.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.run;
