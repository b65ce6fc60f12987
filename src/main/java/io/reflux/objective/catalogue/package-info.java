/**
 * The losses by name.
 *
 * <p>In: a section of a pipeline file. Out: the loss that it names. The decision that shaped it:
 * the one place that names all losses lies beside their families, so that none of them sees the
 * others; a loss that is made of others is handed the function that reads them.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.catalogue;
