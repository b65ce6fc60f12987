/** Hostile inputs for whatever reads files and requests; each room has its own readers. */
@NullMarked
package io.reflux.fuzz;

import org.jspecify.annotations.NullMarked;
