package io.reflux.run;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.rundir.Beginning;
import io.reflux.rundir.Change;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunAttempt;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TakenTasks;
import io.reflux.rundir.TaskSummary;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes before the first task of an attempt: what the run began with is kept, or compared with
 * what there is now; what has changed is refused, or allowed and written into the journal.
 */
final class AttemptStart {
  private final Beginning.Present now;
  private final RunDirectory directory;
  private final RunAttempt attempt;
  private TakenTasks taking = TakenTasks.NONE;

  AttemptStart(Beginning.Present now, RunDirectory directory, RunAttempt attempt) {
    this.now = now;
    this.directory = directory;
    this.attempt = attempt;
  }

  /** The same; a run that begins takes tasks from others. */
  AttemptStart taking(TakenTasks tasks) {
    taking = tasks;
    return this;
  }

  /**
   * Compares.
   *
   * @return sentences for who looks at the screen
   * @throws InputException if something has changed that nobody has allowed
   */
  List<String> check() {
    Beginning beginning = new Beginning(directory);
    Pipeline pipeline = now.pipeline();
    if (!beginning.isKept()) {
      Map<String, List<String>> taken = taking.into(directory, now);
      boolean older = taken.isEmpty() && hasProgress();
      directory.replacePipeline(pipeline);
      beginning.keep(now);
      return begun(older, taken);
    }
    List<Change> changes = beginning.changes(now, attempt.allowance().assignments());
    attempt.allowance().check(directory, changes);
    List<String> told = resumed(changes);
    if (!changes.isEmpty()) {
      directory.replacePipeline(pipeline);
      beginning.keep(now);
    }
    return told;
  }

  private List<String> begun(boolean older, Map<String, List<String>> taken) {
    List<String> told =
        older
            ? List.of("it is not known what this run began with; what there is now counts as that")
            : List.of();
    write(JournalEntry.of("begun", JournalEntry.OWN).telling(told));
    List<String> all = new ArrayList<>(told);
    taken.forEach(
        (task, sentences) -> {
          attempt.journal().write(TakenTasks.entry(task, newestStep(task), sentences));
          all.add(task + ": " + sentences.get(0));
        });
    return all;
  }

  /** One entry for each whom changes are due to. */
  private List<String> resumed(List<Change> changes) {
    write(JournalEntry.of("resumed", JournalEntry.OWN));
    Map<String, List<String>> sentences = new LinkedHashMap<>();
    for (Change change : changes) {
      String by = change.by().isEmpty() ? "--allow " + change.kind().word() : change.by();
      sentences.computeIfAbsent(by, each -> new ArrayList<>()).add(change.sentence());
    }
    List<String> told = new ArrayList<>();
    sentences.forEach(
        (by, each) -> {
          write(JournalEntry.of("allowed", by).telling(each));
          told.add("changed since it began, allowed by " + by + ": " + String.join("; ", each));
        });
    return told;
  }

  /** Written down where the run stands: at the newest checkpoint of the first task to do. */
  private void write(JournalEntry entry) {
    for (Task task : now.pipeline().tasks()) {
      if (!directory.isDone(task.name()) || TaskSummary.isOutgrown(directory, task)) {
        attempt.journal().write(entry.at(task.name(), newestStep(task.name())));
        return;
      }
    }
    attempt.journal().write(entry);
  }

  private boolean hasProgress() {
    return now.pipeline().tasks().stream()
        .anyMatch(task -> directory.isDone(task.name()) || newestStep(task.name()) > 0);
  }

  private long newestStep(String task) {
    List<Long> steps = new CheckpointStore(directory.task(task), 1).steps();
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
  }
}
