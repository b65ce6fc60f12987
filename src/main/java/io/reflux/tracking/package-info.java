/**
 * Tells what runs have measured to other people's trackers, from the files of their directories.
 */
@NullMarked
package io.reflux.tracking;

import org.jspecify.annotations.NullMarked;
