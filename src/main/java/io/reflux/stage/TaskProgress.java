package io.reflux.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a task goes.
 *
 * @param task the task at work; empty between tasks
 * @param phase what the task is about
 * @param epochs how many the task has
 * @param steps how many the task has
 * @param latest the latest step
 * @param caches how each teacher's answers came about, by the name of its cache; by that of its
 *     pool if it has no cache
 * @param metrics the latest evaluation of each student: student, then metric name, then value
 * @param evaluatedEpochs the epoch that each student's latest evaluation is of; training is further
 * @param notes what was told of the task beside its numbers: the last few sentences
 * @param diskTrouble what the run's disk refuses to take, and why; empty while it takes all
 */
public record TaskProgress(
    String task,
    TaskPhase phase,
    int epochs,
    long steps,
    StepProgress latest,
    Map<String, CacheCounts> caches,
    Map<String, Map<String, Double>> metrics,
    Map<String, Integer> evaluatedEpochs,
    List<String> notes,
    String diskTrouble) {
  private static final int MOST_NOTES = 20;

  /** No task at work. */
  static final TaskProgress NONE =
      new TaskProgress(
          "", TaskPhase.NONE, 0, 0, StepProgress.NONE, Map.of(), Map.of(), Map.of(), List.of(), "");

  /** A task of which nothing is done yet. */
  public static TaskProgress preparing(String task, int epochs, long steps) {
    return new TaskProgress(
        task,
        TaskPhase.PREPARING,
        epochs,
        steps,
        StepProgress.NONE,
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        "");
  }

  /** The same in another phase. */
  public TaskProgress withPhase(TaskPhase other) {
    return new TaskProgress(
        task, other, epochs, steps, latest, caches, metrics, evaluatedEpochs, notes, diskTrouble);
  }

  /** The same after another step. */
  public TaskProgress withStep(StepProgress now) {
    return new TaskProgress(
        task, phase, epochs, steps, now, caches, metrics, evaluatedEpochs, notes, diskTrouble);
  }

  /** The same with other counts of one cache. */
  TaskProgress withCache(String name, CacheCounts counts) {
    Map<String, CacheCounts> all = new LinkedHashMap<>(caches);
    all.put(name, counts);
    return new TaskProgress(
        task, phase, epochs, steps, latest, all, metrics, evaluatedEpochs, notes, diskTrouble);
  }

  /** The same with another evaluation of a student. */
  public TaskProgress withMetrics(String student, int epoch, Map<String, Double> measured) {
    Map<String, Map<String, Double>> all = new LinkedHashMap<>(metrics);
    all.put(student, measured);
    Map<String, Integer> of = new LinkedHashMap<>(evaluatedEpochs);
    of.put(student, epoch);
    return new TaskProgress(
        task, phase, epochs, steps, latest, caches, all, of, notes, diskTrouble);
  }

  /** The same with one more sentence; the oldest goes if there are many. */
  TaskProgress withNote(String sentence) {
    List<String> all = new ArrayList<>(notes);
    all.add(sentence);
    return withNotes(all.subList(Math.max(0, all.size() - MOST_NOTES), all.size()));
  }

  /** The same with other sentences. */
  TaskProgress withNotes(List<String> others) {
    return new TaskProgress(
        task,
        phase,
        epochs,
        steps,
        latest,
        caches,
        metrics,
        evaluatedEpochs,
        List.copyOf(others),
        diskTrouble);
  }

  /** The same with what the disk refuses now; empty for nothing. */
  public TaskProgress withDiskTrouble(String trouble) {
    return new TaskProgress(
        task, phase, epochs, steps, latest, caches, metrics, evaluatedEpochs, notes, trouble);
  }
}
