package io.reflux.rundir;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.setting.InputException;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a run back to an older checkpoint of one of its tasks. What came after it is set aside, not
 * deleted: later checkpoints, the weights made of them, tasks that needed this one, summaries, and
 * copies of the tables, whose later lines go when the task goes on.
 */
public final class Rewind {
  private final RunDirectory run;
  private final Pipeline pipeline;
  private final List<String> told = new ArrayList<>();

  /** Of a run that nobody writes to. */
  public Rewind(RunDirectory run, Pipeline pipeline) {
    this.run = run;
    this.pipeline = pipeline;
  }

  /**
   * Goes back.
   *
   * @param name the task; empty for the last one that has checkpoints
   * @param step the step of one of its checkpoints
   * @return what was done, in sentences
   * @throws InputException if there is no such task, or no whole checkpoint of that step
   */
  public List<String> to(String name, long step) throws IOException {
    Task task = task(name);
    Learn learn = task.learn().orElseThrow();
    CheckpointStore store = new CheckpointStore(run.task(task.name()), Integer.MAX_VALUE);
    Checkpoint checkpoint =
        store
            .at(step)
            .orElseThrow(
                () ->
                    new InputException(
                        String.format(
                            "--from: %d (expected: the step of a whole checkpoint of task %s: %s)",
                            step, task.name(), store.steps())));
    Path aside = new SetAside(run).folder(task.name() + "-after-step-" + step);
    told.add(
        String.format(
            "%s goes on after step %d; what came later is in %s", task.name(), step, aside));
    move(run.summary(), aside);
    move(run.report(), aside);
    move(run.taskSummary(task.name()), aside);
    for (String later : needing(task.name())) {
      move(run.task(later), aside);
      told.add(later + " begins again: it needs " + task.name());
    }
    for (String student : checkpoint.students().keySet()) {
      weights(new Student(task.name(), student, learn.evaluation().best()), store, step, aside);
    }
    changes(task.name(), step, aside);
    store.moveLater(step, aside.resolve("checkpoints").resolve(task.name()));
    return List.copyOf(told);
  }

  /**
   * The task that is meant by a name.
   *
   * @param name empty for the last one that has checkpoints
   * @throws InputException if there is no such task
   */
  public String taskOf(String name) {
    return task(name).name();
  }

  /** A student, and the metric that says which of its weights are the best. */
  private record Student(String task, String name, String metric) {}

  private Task task(String name) {
    List<Task> candidates =
        pipeline.tasks().stream()
            .filter(task -> task.learn().isPresent())
            .filter(task -> name.isEmpty() ? hasCheckpoints(task) : task.name().equals(name))
            .toList();
    if (candidates.isEmpty()) {
      throw new InputException(
          "--task: "
              + (name.isEmpty() ? "none has checkpoints" : name)
              + " (expected: a task that trains and has checkpoints)");
    }
    return candidates.get(candidates.size() - 1);
  }

  private boolean hasCheckpoints(Task task) {
    return !new CheckpointStore(run.task(task.name()), 1).steps().isEmpty();
  }

  /** All tasks that need a task, or one that needs it. */
  private List<String> needing(String name) {
    Set<String> gone = new HashSet<>(Set.of(name));
    List<String> later = new ArrayList<>();
    for (Task task : pipeline.tasks()) {
      if (task.needs().stream().anyMatch(gone::contains)) {
        gone.add(task.name());
        later.add(task.name());
      }
    }
    return later;
  }

  /** Puts away weights that were made later; the best ones so far take their place. */
  private void weights(Student student, CheckpointStore store, long step, Path aside)
      throws IOException {
    move(run.model(student.task(), student.name(), "last"), aside);
    EvaluationLog whole = log(student, Long.MAX_VALUE);
    EvaluationLog kept = log(student, step);
    int best = kept.bestEpoch(student.metric());
    if (best == whole.bestEpoch(student.metric())) {
      return;
    }
    Path file = run.model(student.task(), student.name(), "best");
    move(file, aside);
    Optional<Checkpoint> holder = store.best(student.name(), step);
    if (holder.isPresent()) {
      new SafetensorsFile(network(holder.get(), student), Map.of()).write(file);
    }
    if (holder.isPresent() && holder.get().epoch() != best) {
      told.add(
          String.format(
              "%s: the weights of its best epoch %d are kept no more; those of epoch %d take their"
                  + " place",
              student.name(), best, holder.get().epoch()));
    }
  }

  private static NamedTensors network(Checkpoint checkpoint, Student student) {
    return new NamedTensors(
        StoredStates.restored(Objects.requireNonNull(checkpoint.students().get(student.name())))
            .network(student.metric()));
  }

  private EvaluationLog log(Student student, long upTo) throws IOException {
    EvaluationLog log = new EvaluationLog();
    run.evaluations(
        row -> {
          if (row.task().equals(student.task())
              && row.student().equals(student.name())
              && row.step() <= upTo) {
            log.add(row.epoch(), row.step(), row.metrics());
          }
        });
    return log;
  }

  /** What the task was told to do at later steps is not done again. */
  private void changes(String task, long step, Path aside) throws IOException {
    ChangesFile file = new ChangesFile(run, task);
    List<StepChange> all = file.read();
    List<StepChange> kept = all.stream().filter(change -> change.step() <= step).toList();
    if (kept.size() < all.size()) {
      move(run.changes(task), aside);
      file.write(kept);
    }
  }

  private void move(Path path, Path aside) throws IOException {
    if (Files.exists(path)) {
      Path there = aside.resolve(run.root().relativize(path));
      Files.createDirectories(there.resolveSibling(""));
      Files.move(path, there, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
