/** Whole runs of a tiny pipeline, undisturbed, killed and failing; and each actor alone. */
@org.jspecify.annotations.NullMarked
package io.reflux.run;
