package io.reflux.rundir;

import io.reflux.engine.EngineVersion;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.Task;
import io.reflux.pipeline.TaskSettings;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tasks that a run takes from others that have done the same, instead of doing them again: the same
 * settings, seed, images, weights, needs, version. All that such a task has left is put into the
 * run's own directory, so that nothing leads out of it. To be called before the run has begun: what
 * a kill leaves half taken is taken again.
 *
 * @param from the directories of those runs
 */
public record TakenTasks(List<RunDirectory> from) {
  /** Nothing is taken. */
  public static final TakenTasks NONE = new TakenTasks(List.of());

  /** What a journal calls it. */
  static final String WORD = "taken";

  private static final String OPTION = "--take-from";
  private static final int MOST_REASONS = 3;

  /** Copies the list. */
  public TakenTasks {
    from = List.copyOf(from);
  }

  /**
   * Takes what there is to take.
   *
   * @return the tasks by name, each with sentences for people
   * @throws InputException if there is nothing to take
   */
  public Map<String, List<String>> into(RunDirectory run, Beginning.Present now) {
    Map<String, TakenFiles> files = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    for (Task task : now.pipeline().tasks()) {
      if (files.keySet().containsAll(task.needs())) {
        find(task.name(), now, reasons)
            .ifPresent(source -> files.put(task.name(), new TakenFiles(source, task.name())));
      }
    }
    if (!from.isEmpty() && files.isEmpty()) {
      throw new InputException(
          OPTION
              + ": nothing to take (expected: a run that has done a task of this one's, as it is"
              + " here): "
              + String.join(
                  "; ", reasons.isEmpty() ? List.of("it has none of its tasks") : reasons));
    }
    Map<String, List<String>> told = new LinkedHashMap<>();
    TakenFiles.putTables(List.copyOf(files.values()), run);
    files.forEach((task, each) -> told.put(task, each.put(run)));
    return told;
  }

  private Optional<RunDirectory> find(String task, Beginning.Present now, List<String> reasons) {
    for (RunDirectory source : from) {
      if (!source.isBegun()) {
        reasons.add(source.root() + " is no run");
      } else if (source.isDone(task)) {
        List<String> others = differences(source, task, now);
        if (others.isEmpty()) {
          return Optional.of(source);
        }
        String more = others.size() > MOST_REASONS ? " …" : "";
        reasons.add(
            source.root()
                + " has another "
                + task
                + ": "
                + String.join("; ", others.subList(0, Math.min(MOST_REASONS, others.size())))
                + more);
      }
    }
    return Optional.empty();
  }

  /** What of all that a task's numbers depend on is not the same there. */
  private static List<String> differences(RunDirectory source, String task, Beginning.Present now) {
    try {
      Pipeline there = source.readPipeline();
      List<String> keys =
          TaskSettings.of(there, task).differences(TaskSettings.of(now.pipeline(), task));
      String engine = EngineVersion.words() + there.computing().words();
      return keys.isEmpty() ? new Beginning(source).beside(now.upTo(task, engine)) : keys;
    } catch (PipelineException e) {
      return List.of("its pipeline.conf can't be read: " + e.getMessage());
    }
  }

  /** Those that a run has taken, as its journal has it. */
  static List<String> of(List<JournalEntry> journal) {
    return journal.stream()
        .filter(entry -> entry.what().equals(WORD))
        .map(JournalEntry::task)
        .distinct()
        .toList();
  }

  /** What a journal keeps of a task that was taken. */
  public static JournalEntry entry(String task, long steps, List<String> sentences) {
    return JournalEntry.of(WORD, OPTION).at(task, steps).telling(sentences);
  }
}
