/**
 * Losses from a teacher.
 *
 * <p>In: outputs of student and teacher for the same rows, and labels where a loss wants them. Out:
 * a loss that falls as the student comes to agree with the teacher: in the relations between rows,
 * in maps, or row by row. The decision that shaped it: no gradient ever reaches the teacher, so its
 * outputs may come from a cache.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.transfer;
