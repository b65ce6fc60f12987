/**
 * Pipelines: what a HOCON file asks for, checked.
 *
 * <p>In: a file. Out: a {@link io.reflux.pipeline.Pipeline}, or every problem of the file at once.
 * The decision that shaped it: what was checked has another type. Past this room nothing is looked
 * up by name and nothing is validated again.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.pipeline;
