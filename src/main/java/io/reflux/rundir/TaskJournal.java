package io.reflux.rundir;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.engine.HostTensor;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import io.reflux.wire.Scalars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a task writes down: a line a step, a line an evaluation, both again as curves for
 * TensorBoard, checkpoints, and each student's best and last weights. Opened at a step, it forgets
 * all lines that were written after it.
 */
public final class TaskJournal implements AutoCloseable {
  private static final String STEPS_HEADER = String.join(",", StepRow.COLUMNS);
  private static final String LOSS = "loss";
  private static final String RATE = "learning-rate";
  private static final String SPEED = "images-per-second";
  private static final String STORAGE = "sampler-storage";
  private static final String EVALUATIONS_HEADER = String.join(",", EvaluationRow.COLUMNS);

  private final RunDirectory directory;
  private final String task;
  private final String bestMetric;
  private final CheckpointStore store;
  private final MetricsCsv steps;
  private final MetricsCsv evaluations;
  private final TaskCurves curves;
  private final Map<String, EvaluationLog> logs = new LinkedHashMap<>();

  /**
   * Opens the books of a task at a step.
   *
   * @param step lines of this task after this step are forgotten
   * @param bestMetric the metric whose highest value is the best
   */
  public TaskJournal(
      RunDirectory directory, String task, CheckpointStore store, long step, String bestMetric) {
    this.directory = directory;
    this.task = task;
    this.store = store;
    this.bestMetric = bestMetric;
    directory.makeTask(task);
    curves = new TaskCurves(directory.curves(task));
    steps =
        MetricsCsv.open(
            directory.metrics(),
            STEPS_HEADER,
            line -> {
              boolean own = line[0].equals(task);
              boolean kept = !own || upTo(line, step);
              if (own && kept) {
                curve(StepRow.of(new CsvTable.Line(StepRow.COLUMNS, line)));
              }
              return kept;
            });
    evaluations =
        MetricsCsv.open(
            directory.evaluations(),
            EVALUATIONS_HEADER,
            line -> {
              boolean own = line[0].equals(task);
              boolean kept = !own || upTo(line, step);
              if (own && kept) {
                EvaluationRow row =
                    EvaluationRow.of(new CsvTable.Line(EvaluationRow.COLUMNS, line));
                log(row.student()).add(row.epoch(), row.metrics());
                curve(row.student(), row.step(), row.metrics());
              }
              return kept;
            });
    curves.flush();
  }

  /** Writes a step's lines. */
  public void step(StepDone done, int epoch, long step, double imagesPerSecond) {
    done.students()
        .forEach(
            (student, report) -> {
              double loss = report.loss();
              double rate = report.learningRate();
              StepRow row = new StepRow(task, student, epoch, step, loss, rate, imagesPerSecond);
              steps.add(row.line());
              curve(row);
            });
    curves.flush();
  }

  /** Writes an evaluation down, the student's weights first if none were better. */
  public void evaluated(String student, int epoch, long step, Evaluated evaluated) {
    EvaluationLog log = log(student);
    if (log.isBest(evaluated.metrics(), bestMetric)) {
      writeModel(student, "best", evaluated.network());
    }
    evaluations.add(new EvaluationRow(task, student, epoch, step, evaluated.metrics()).line());
    log.add(epoch, evaluated.metrics());
    curve(student, step, evaluated.metrics());
    curves.flush();
  }

  /** An evaluation's outcome, and the weights that it is about. */
  public record Evaluated(Map<String, Double> metrics, NamedTensors network) {}

  /** True if the student has been evaluated as it was after this epoch. */
  public boolean hasEvaluation(String student, int epoch) {
    return log(student).has(epoch);
  }

  /** The metric whose highest value is the best. */
  public String bestMetric() {
    return bestMetric;
  }

  /** All evaluations of a student. */
  public EvaluationLog log(String student) {
    return logs.computeIfAbsent(student, name -> new EvaluationLog());
  }

  /** Writes a student's last weights. */
  public void last(String student, StudentState state) {
    writeModel(student, "last", new NamedTensors(state.network()));
  }

  /** Writes a checkpoint of all students at one step. */
  public void checkpoint(Position position, Kept kept, double seconds) {
    Map<String, io.reflux.checkpoint.StoredStudent> states = new LinkedHashMap<>();
    kept.students()
        .forEach(
            (name, state) ->
                states.put(name, stored(state, states.isEmpty() ? kept.storage() : Map.of())));
    Scalars scalars = Scalars.NONE.with("seconds", seconds);
    try {
      store.write(
          new Checkpoint(
              task,
              position.step(),
              position.epoch(),
              position.stepInEpoch(),
              position.pipelineDigest(),
              bestNow(states.keySet(), position.epoch()),
              states,
              scalars));
    } catch (IOException e) {
      throw new UncheckedIOException(directory.task(task) + ": no checkpoint can be written", e);
    }
  }

  /** What a checkpoint keeps: the students, and beside the first one what the sampler draws by. */
  public record Kept(Map<String, StudentState> students, Map<String, HostTensor> storage) {}

  /** What the sampler draws by, out of a checkpoint; empty if there is nothing. */
  public static Map<String, HostTensor> storage(Checkpoint checkpoint) {
    return checkpoint.students().values().stream()
        .map(state -> group(state, STORAGE))
        .filter(tensors -> !tensors.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  /** Where in the task a checkpoint stands. */
  public record Position(long step, int epoch, int stepInEpoch, String pipelineDigest) {}

  /** The newest whole checkpoint. */
  public static Optional<Checkpoint> latest(CheckpointStore store) {
    try {
      return store.latest();
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoints can't be read", e);
    }
  }

  /** A student's state out of a checkpoint. */
  public static StudentState restored(io.reflux.checkpoint.StoredStudent state) {
    return new StudentState(
        group(state, "network"),
        group(state, "optimizer"),
        group(state, "trainables"),
        group(state, "memories"),
        group(state, "follower"));
  }

  @Override
  public void close() {
    steps.close();
    evaluations.close();
    curves.close();
  }

  private void curve(StepRow row) {
    Map<String, Double> values =
        Map.of(LOSS, row.loss(), RATE, row.learningRate(), SPEED, row.imagesPerSecond());
    curve(row.student(), row.step(), values);
  }

  private void curve(String student, long step, Map<String, Double> values) {
    values.forEach((name, value) -> curves.add(student, step, name, value));
  }

  private static Map<String, HostTensor> group(
      io.reflux.checkpoint.StoredStudent state, String name) {
    return state.groups().getOrDefault(name, NamedTensors.NONE).tensors();
  }

  private static io.reflux.checkpoint.StoredStudent stored(
      StudentState state, Map<String, HostTensor> storage) {
    Map<String, NamedTensors> groups = new LinkedHashMap<>();
    groups.put("network", new NamedTensors(state.network()));
    groups.put("optimizer", new NamedTensors(state.optimizer()));
    groups.put("trainables", new NamedTensors(state.trainables()));
    groups.put("memories", new NamedTensors(state.memories()));
    if (!state.momentumNetwork().isEmpty()) {
      groups.put("follower", new NamedTensors(state.momentumNetwork()));
    }
    if (!storage.isEmpty()) {
      groups.put(STORAGE, new NamedTensors(storage));
    }
    return new io.reflux.checkpoint.StoredStudent(groups, Scalars.NONE);
  }

  private Set<String> bestNow(Set<String> students, int epoch) {
    return students.stream()
        .filter(name -> log(name).bestEpoch(bestMetric) == epoch)
        .collect(Collectors.toSet());
  }

  private void writeModel(String student, String which, NamedTensors weights) {
    try {
      new SafetensorsFile(weights, Map.of()).write(directory.model(task, student, which));
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory.model(task, student, which) + ": can't be written", e);
    }
  }

  private static boolean upTo(String[] line, long step) {
    return Long.parseLong(line[3]) <= step;
  }
}
