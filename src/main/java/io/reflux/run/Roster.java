package io.reflux.run;

import io.reflux.pipeline.SideBySide;
import io.reflux.pipeline.Task;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.Failures;
import io.reflux.stage.TaskFate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has become of each task of a run so far, and who begins next. A task that fails takes those
 * with it that need it, and no other.
 */
final class Roster {
  private final SideBySide side;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, TaskSummary> done = new LinkedHashMap<>();
  private final Map<String, Throwable> failed = new LinkedHashMap<>();
  private final Map<String, Long> stopped = new LinkedHashMap<>();
  private final Map<String, String> leftOut = new LinkedHashMap<>();

  /**
   * Of tasks of which none has begun, but for those that were done before.
   *
   * @param tasks in an order that respects what they need
   */
  Roster(SideBySide side, List<Entry> tasks) {
    this.side = side;
    for (Entry entry : tasks) {
      entries.put(entry.name(), entry);
      TaskSummary before = entry.before();
      if (before != null) {
        done.put(entry.name(), before);
      }
    }
  }

  /** The tasks that begin beside those at work, in the order of the file. */
  List<Entry> next(Collection<Entry> atWork) {
    List<Task> working = atWork.stream().map(Entry::task).toList();
    List<Task> waiting = waiting(working);
    List<Task> own = waiting.stream().map(this::withOwnNeeds).toList();
    return side.next(own, working, done.keySet()).stream()
        .map(task -> entries.get(task.name()))
        .toList();
  }

  /** What is not part of this run, as in one that goes through a single task, was done before. */
  private Task withOwnNeeds(Task task) {
    return new Task(
        task.name(), task.needs().stream().filter(entries::containsKey).toList(), task.work());
  }

  private List<Task> waiting(Collection<Task> working) {
    Set<String> busy = working.stream().map(Task::name).collect(Collectors.toSet());
    return entries.values().stream()
        .map(Entry::task)
        .filter(task -> !busy.contains(task.name()) && !isOver(task.name()))
        .toList();
  }

  private boolean isOver(String task) {
    return done.containsKey(task)
        || failed.containsKey(task)
        || stopped.containsKey(task)
        || leftOut.containsKey(task);
  }

  /** True if there are tasks that have not begun, and may. */
  boolean anyLeft() {
    return !waiting(List.of()).isEmpty();
  }

  /** A task is done. */
  void done(String task, TaskSummary summary) {
    done.put(task, summary);
  }

  /**
   * A task has failed.
   *
   * @return the names of those that are left out, since they need it
   */
  List<String> failed(String task, Throwable cause) {
    failed.put(task, cause);
    List<String> out = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!isOver(entry.name())) {
        entry.task().needs().stream()
            .filter(need -> failed.containsKey(need) || leftOut.containsKey(need))
            .findFirst()
            .ifPresent(
                need -> {
                  leftOut.put(entry.name(), "it needs " + need);
                  out.add(entry.name());
                });
      }
    }
    return out;
  }

  /** A task was told to stop, and can be gone on with from a step. */
  void stopped(String task, long step) {
    stopped.put(task, step);
  }

  /** How the run has ended, of whose tasks none is at work any more. */
  Ending ending() {
    if (!stopped.isEmpty()) {
      Map.Entry<String, Long> first = stopped.entrySet().iterator().next();
      return new Ending.Stopped(first.getKey(), first.getValue());
    }
    if (!failed.isEmpty()) {
      Map.Entry<String, Throwable> first = failed.entrySet().iterator().next();
      return new Ending.Failed(first.getKey(), first.getValue(), fates());
    }
    return anyLeft() ? stoppedBetween() : new Ending.Done(summaries());
  }

  /** The run was told to stop while tasks were ending of which none had to be broken off. */
  private Ending stoppedBetween() {
    List<TaskSummary> all = summaries();
    TaskSummary last = all.get(all.size() - 1);
    return new Ending.Stopped(last.task(), last.steps());
  }

  private List<TaskSummary> summaries() {
    return entries.keySet().stream().filter(done::containsKey).map(done::get).toList();
  }

  private List<TaskFate> fates() {
    return entries.keySet().stream().map(this::fate).toList();
  }

  private TaskFate fate(String task) {
    Throwable cause = failed.get(task);
    if (cause != null) {
      return new TaskFate(task, "failed", Failures.sentence(cause));
    }
    return done.containsKey(task)
        ? new TaskFate(task, "done", "")
        : new TaskFate(task, "not begun", leftOut.getOrDefault(task, "the run was told to stop"));
  }
}
