package io.reflux.rundir;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.KeyRule;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.Task;
import io.reflux.setting.KeyChanges;
import io.reflux.setting.KeyChanges.KeyChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Judges the keys of a run's pipeline that are not as they were.
 *
 * @param directory the run
 * @param pipeline what it is to go on with
 * @param assignments what the command line sets
 */
record PipelineChanges(RunDirectory directory, Pipeline pipeline, List<String> assignments) {

  /** All that differs from what a file says, and what follows from it for tasks that are done. */
  List<Change> since(Path file) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (KeyChange change : KeyChanges.between(resolved(file), pipeline.resolved())) {
      changes.add(judged(change));
      outgrown(change).ifPresent(task -> changes.addAll(needing(task)));
    }
    return changes;
  }

  private Change judged(KeyChange change) {
    KeyRule rule = KeyRule.of(change.key());
    Optional<String> assignment =
        assignments.stream()
            .filter(each -> change.isOf(each.split("[=:{+]", 2)[0].strip()))
            .findFirst();
    if (rule.freedom() == KeyRule.Freedom.FREE || (assignment.isPresent() && !isFixed(change))) {
      String by = assignment.map(each -> "-D " + each).orElse("pipeline.conf");
      return new Change(ChangeKind.PIPELINE, change.toString(), by);
    }
    String reason = assignment.isPresent() ? " (-D can't change it: " + rule.why() + ")" : "";
    return Change.of(ChangeKind.PIPELINE, change + reason);
  }

  private boolean isFixed(KeyChange change) {
    KeyRule rule = KeyRule.of(change.key());
    return rule.freedom() == KeyRule.Freedom.FIXED
        && rule.release(change.key()).filter(this::isPositive).isEmpty()
        && pipeline.tasks().stream()
            .filter(task -> change.isOf(key(task)))
            .allMatch(task -> hasBegun(task.name()));
  }

  private boolean isPositive(String key) {
    return KeyChanges.number(pipeline.resolved(), key) > 0;
  }

  /** The task that goes on, though it was done, because its epochs are more now. */
  private Optional<Task> outgrown(KeyChange change) {
    return pipeline.tasks().stream()
        .filter(task -> change.isOf(key(task)) && change.key().endsWith(".epochs"))
        .filter(task -> runs().anyMatch(run -> TaskSummary.isOutgrown(run, task)))
        .findFirst();
  }

  private List<Change> needing(Task longer) {
    List<Change> changes = new ArrayList<>();
    Set<String> others = new HashSet<>(Set.of(longer.name()));
    for (Task task : pipeline.tasks()) {
      if (task.needs().stream().anyMatch(others::contains)) {
        others.add(task.name());
        if (hasBegun(task.name())) {
          changes.add(
              Change.of(
                  ChangeKind.NEEDS,
                  String.format(
                      "%s goes on, so its weights become others; what %s has was made with those"
                          + " there are, and stays",
                      longer.name(), task.name())));
        }
      }
    }
    return changes;
  }

  private boolean hasBegun(String task) {
    return runs()
        .anyMatch(
            run -> run.isDone(task) || !new CheckpointStore(run.task(task), 1).steps().isEmpty());
  }

  /** The run, and those with each seed inside. */
  private Stream<RunDirectory> runs() {
    return Stream.concat(Stream.of(directory), directory.seeds().stream());
  }

  private static String key(Task task) {
    return "tasks." + task.name();
  }

  /** As this version says it: defaults that are new would be changes else. */
  private static String resolved(Path file) throws IOException {
    try {
      return Pipeline.readForAnyMachine(file).resolved();
    } catch (PipelineException e) {
      return Files.readString(file);
    }
  }
}
