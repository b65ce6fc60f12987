/**
 * Checkpoints.
 *
 * <p>In: the state of a task at one step. Out: a folder of safetensors files and a manifest, and
 * the state again. The decision that shaped it: a checkpoint is written aside, flushed, and takes
 * its name in one step, so that a folder with a checkpoint's name is whole or was damaged later;
 * checksums tell, and the next older one is taken.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.checkpoint;
