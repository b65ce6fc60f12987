/**
 * Losses around any other loss.
 *
 * <p>In: a loss of embeddings. Out: the same loss of more rows, or of parts of its rows. The
 * decision that shaped it: what is around knows the loss by its interface only, and is handed the
 * function that reads it.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective.around;
