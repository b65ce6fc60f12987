/**
 * Losses.
 *
 * <p>In: embeddings and other outputs of student and teacher, labels, tuples. Out: a loss and its
 * parts. The decision that shaped it: a loss is a pure function; what it trains (proxies, class
 * vectors) and what it remembers (memories) is declared by it, owned by the trainer and handed in.
 *
 * <p>A loss lies in the package of its family, by what it learns from: {@code transfer} a teacher,
 * {@code proxy} labels with something trained for each class, {@code pair} all pairs of the labels,
 * {@code tuple} mined tuples, {@code self} the network itself; {@code around} any of them. What
 * they share lies here; {@code catalogue} is the one place that names them all.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.objective;
