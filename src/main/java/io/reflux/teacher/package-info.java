/**
 * Teacher outputs.
 *
 * <p>In: pixels, and the names of the outputs that a method asked for. Out: those outputs, from a
 * lane or from the feature cache. The decision that shaped it: a teacher's answer depends on
 * (teacher, transform, example, view) alone, so it can be kept on the disk and replayed, and what
 * is trained on is always what would be read back.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.teacher;
