/**
 * Whole training methods: what a student learns from, and how.
 *
 * <p>In: the outputs of student and teacher for one batch. Out: one loss. The decision that shaped
 * it: a method says beforehand which outputs it reads and what it trains or remembers beside the
 * network, so that teacher, cache and trainer are built from its words and know no method by name.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.method;
