/**
 * Losses.
 *
 * <p>In: embeddings and other outputs of student and teacher, labels, tuples. Out: a loss and its
 * parts. The decision that shaped it: a loss is a pure function; what it trains (proxies, class
 * vectors) and what it remembers (memories) is declared by it, owned by the trainer and handed in.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective;
