/**
 * The actors: supervisor, distillation scheduler, loader, teacher pool, trainer, evaluator, cache.
 *
 * <p>In: a checked pipeline. Out: a run directory, and answers about how it goes. The decision that
 * shaped it: every stage owns its resources on its own thread, answers {@code GetStatus}, and
 * exchanges JVM-owned values only.
 */
@org.jspecify.annotations.NullMarked
package io.reflux.run;
