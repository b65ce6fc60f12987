package io.reflux.stage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a task goes.
 *
 * @param task the task at work; empty between tasks
 * @param phase what the task is about
 * @param epochs how many the task has
 * @param steps how many the task has
 * @param latest the latest step
 * @param cacheHits teacher answers read from the cache
 * @param cacheMisses teacher answers computed
 * @param metrics the latest evaluation of each student: student, then metric name, then value
 * @param evaluatedEpochs the epoch that each student's latest evaluation is of; training is further
 */
public record TaskProgress(
    String task,
    TaskPhase phase,
    int epochs,
    long steps,
    StepProgress latest,
    long cacheHits,
    long cacheMisses,
    Map<String, Map<String, Double>> metrics,
    Map<String, Integer> evaluatedEpochs) {

  /** No task at work. */
  static final TaskProgress NONE =
      new TaskProgress("", TaskPhase.NONE, 0, 0, StepProgress.NONE, 0, 0, Map.of(), Map.of());

  /** A task of which nothing is done yet. */
  public static TaskProgress preparing(String task, int epochs, long steps) {
    return new TaskProgress(
        task, TaskPhase.PREPARING, epochs, steps, StepProgress.NONE, 0, 0, Map.of(), Map.of());
  }

  /** The same in another phase. */
  public TaskProgress withPhase(TaskPhase other) {
    return new TaskProgress(
        task, other, epochs, steps, latest, cacheHits, cacheMisses, metrics, evaluatedEpochs);
  }

  /** The same after another step. */
  public TaskProgress withStep(StepProgress now) {
    return new TaskProgress(
        task, phase, epochs, steps, now, cacheHits, cacheMisses, metrics, evaluatedEpochs);
  }

  /** The same with other counts of the cache. */
  TaskProgress withCache(long hits, long misses) {
    return new TaskProgress(
        task, phase, epochs, steps, latest, hits, misses, metrics, evaluatedEpochs);
  }

  /** The same with another evaluation of a student. */
  public TaskProgress withMetrics(String student, int epoch, Map<String, Double> measured) {
    Map<String, Map<String, Double>> all = new LinkedHashMap<>(metrics);
    all.put(student, measured);
    Map<String, Integer> of = new LinkedHashMap<>(evaluatedEpochs);
    of.put(student, epoch);
    return new TaskProgress(task, phase, epochs, steps, latest, cacheHits, cacheMisses, all, of);
  }
}
