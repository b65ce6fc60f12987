/**
 * The actors that work on batches, and what they tell: loader, teacher pool, lanes, cache, trainer,
 * evaluator, status board.
 *
 * <p>In: batch plans and what is loaded for them. Out: pixels, answers, steps and metrics, and
 * every stage's own words about how it goes. The decision that shaped it: a stage owns its
 * resources on its own thread and exchanges JVM-owned values only; it knows batches and never a
 * whole task.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.stage;
