package io.reflux.rundir;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.checkpoint.StoredStudent;
import io.reflux.engine.HostTensor;
import io.reflux.pipeline.TeacherName;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import io.reflux.wire.Scalars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task writes down: a line a step, a line an evaluation, both again as curves for
 * TensorBoard, checkpoints, and each student's best and last weights. Opened at a step, it forgets
 * all lines that were written after it.
 *
 * <p>All is written by a thread of the journal's own, in the order in which it was handed in; who
 * hands in goes on. A disk that is full, or fails, does not stop the task: what can't be written is
 * owed. A checkpoint is sealed once all that was written before it is on the disk.
 */
public final class TaskJournal implements AutoCloseable {
  private static final String COMPUTING = "computed-on/";
  private static final Logger LOG = LoggerFactory.getLogger(TaskJournal.class);

  private final RunDirectory directory;
  private final String task;
  private final String bestMetric;
  private final LongPredicate counting;
  private final CheckpointStore store;
  private final OwedWrites writes;
  private final JournalTables tables;
  private final WritingThread thread;
  private final Map<String, String> computing;
  private final DueCheckpoints due = new DueCheckpoints();

  /**
   * How a journal is opened.
   *
   * @param step lines of the task after this step are forgotten
   * @param bestMetric the metric whose highest value is the best
   * @param writes how a disk that refuses is waited for
   * @param told hears sentences about damage that was repaired
   * @param computing what computes each student, told in every checkpoint
   * @param counting true for a step whose evaluations can be the best, or the last
   * @param teachers the names of the task's teachers
   * @param teacherMetrics what is known of them already, as others call it
   */
  public record Opening(
      long step,
      String bestMetric,
      OwedWrites writes,
      Consumer<String> told,
      Map<String, String> computing,
      LongPredicate counting,
      Set<TeacherName> teachers,
      Map<String, Double> teacherMetrics) {}

  /** Opens the journal of a task. */
  public TaskJournal(RunTables run, String task, CheckpointStore store, Opening opening) {
    directory = run.directory();
    this.task = task;
    this.store = store;
    bestMetric = opening.bestMetric();
    counting = opening.counting();
    computing = opening.computing();
    writes = opening.writes();
    tables = new JournalTables(run, task, opening);
    thread = new WritingThread("journal-" + task);
    thread.hand(this::writeLines); // evaluations are vouched for before the first new one
  }

  /** Writes a step's lines. */
  public void step(StepDone done, int epoch, long step, double imagesPerSecond) {
    List<StepRow> rows = new ArrayList<>();
    done.students()
        .forEach(
            (student, report) ->
                rows.add(
                    new StepRow(
                        task,
                        student,
                        epoch,
                        step,
                        report.loss(),
                        report.learningRate(),
                        imagesPerSecond)));
    thread.hand(
        () -> {
          rows.forEach(tables::add);
          writeLines();
        });
  }

  /** Writes an evaluation down, the student's weights first if none were better. */
  public void evaluated(String student, int epoch, long step, Evaluated evaluated) {
    EvaluationRow row = new EvaluationRow(task, student, epoch, step, evaluated.metrics());
    boolean best = counting.test(step) && log(student).isBest(evaluated.metrics(), bestMetric);
    tables.note(row);
    thread.hand(
        () -> {
          if (best) {
            // The line waits for the weights: one without them would never be made good.
            writeModel(student, "best", evaluated.network(), () -> tables.add(row));
          } else {
            tables.add(row);
          }
          writeLines();
        });
  }

  /** Shows what a teacher's own metrics are, as a line among the students' curves. */
  public void teacher(TeacherName teacher, Map<String, Double> metrics) {
    thread.hand(
        () -> {
          tables.add(TeacherLines.named(Set.of(teacher), teacher.address(metrics)));
          writeLines();
        });
  }

  /** An evaluation's outcome, and the weights that it is about. */
  public record Evaluated(Map<String, Double> metrics, NamedTensors network) {}

  /** True if the student has been evaluated as it was after this step. */
  public boolean hasEvaluation(String student, long step) {
    return log(student).has(step);
  }

  /** The metric whose highest value is the best. */
  public String bestMetric() {
    return bestMetric;
  }

  /** All evaluations of a student. */
  public EvaluationLog log(String student) {
    return tables.log(student);
  }

  /** Writes a student's last weights; they are there when this returns. */
  public void last(String student, StudentState state) {
    thread.hand(
        () -> writeModel(student, "last", new NamedTensors(state.network(bestMetric)), () -> {}));
    settle();
  }

  /**
   * Has a checkpoint of all students at one step written. It is owed as long as the disk refuses
   * it; a later one does for it then.
   *
   * @return the step of the checkpoint that is sealed: this one's or a later one's
   */
  public CompletionStage<Long> checkpoint(Position position, Kept kept, TaskTotals totals) {
    Map<String, StoredStudent> states = new LinkedHashMap<>();
    kept.students()
        .forEach(
            (name, state) ->
                states.put(
                    name,
                    StoredStates.stored(state, states.isEmpty() ? kept.storage() : Map.of())));
    Checkpoint checkpoint =
        new Checkpoint(
            task,
            position.step(),
            position.epoch(),
            position.stepInEpoch(),
            position.pipelineDigest(),
            bestNow(states.keySet(), position.epoch()),
            states,
            withComputing(totals.scalars()));
    DueCheckpoints.Due last = due.add(checkpoint);
    thread.hand(() -> seal(last));
    return last.step();
  }

  private Scalars withComputing(Scalars scalars) {
    Scalars all = scalars;
    for (Map.Entry<String, String> each : computing.entrySet()) {
      all = all.with(COMPUTING + each.getKey(), each.getValue());
    }
    return all;
  }

  private void seal(DueCheckpoints.Due checkpoint) {
    if (!due.isLatest(checkpoint)) {
      return; // the later one comes after the lines of the steps between
    }
    Checkpoint whole = checkpoint.checkpoint();
    Checkpoint sealed = whole.with(tables.marked(whole.scalars()));
    writes.writeLatest(
        new OwedWrites.Owed(
            directory.task(task) + ": the checkpoint",
            () -> 0, // there is one at most
            () -> {
              tables.force();
              store.write(sealed);
              due.written(checkpoint);
            }));
  }

  /**
   * Waits until all is written that was to be.
   *
   * @throws UncheckedIOException if the disk refuses for longer than one is patient
   */
  public void settle() {
    thread.await(writes::settle);
  }

  /** The state of the students after the steps so far is one that a checkpoint may be made of. */
  public void stands() {
    thread.hand(tables::mark);
  }

  /** What a checkpoint keeps: the students, and beside the first one what the sampler draws by. */
  public record Kept(Map<String, StudentState> students, Map<String, HostTensor> storage) {}

  /** Where in the task a checkpoint stands. */
  public record Position(long step, int epoch, int stepInEpoch, String pipelineDigest) {}

  /**
   * The share of time that each stage was busy, 0 to 1, over all attempts, as far as the timeline
   * knows; empty if it knows nothing.
   */
  public Map<String, Double> busyShares() {
    Map<String, DoubleSummaryStatistics> shares = new LinkedHashMap<>();
    try {
      directory.timeline(
          row -> {
            if (row.task().equals(task)) {
              shares
                  .computeIfAbsent(row.stage(), stage -> new DoubleSummaryStatistics())
                  .accept(row.busyShare());
            }
          });
    } catch (IOException e) {
      LOG.warn("{} can't be read; shares are of this attempt", directory.timeline(), e);
      return Map.of();
    }
    Map<String, Double> means = new LinkedHashMap<>();
    shares.forEach((stage, all) -> means.put(stage, all.getAverage()));
    return means;
  }

  @Override
  public void close() {
    thread.close();
    writes.attempt();
    try (tables) {
      tables.flush();
    } catch (IOException e) {
      // The checkpoint that there is doesn't know of them: they are trained, and written, again.
      LOG.warn("lines of task {} can't be written", task, e);
    }
  }

  private void writeLines() {
    writes.writeOnce(
        new OwedWrites.Owed(
            directory.metrics() + " and " + directory.evaluations().getFileName(),
            tables::waitingBytes,
            tables::flush));
  }

  private Set<String> bestNow(Set<String> students, int epoch) {
    return students.stream()
        .filter(name -> log(name).bestEpoch(bestMetric) == epoch)
        .collect(Collectors.toSet());
  }

  private void writeModel(String student, String which, NamedTensors weights, Runnable then) {
    Path file = directory.model(task, student, which);
    long bytes = weights.tensors().values().stream().mapToLong(t -> t.data().remaining()).sum();
    writes.write(
        new OwedWrites.Owed(
            file.toString(),
            () -> bytes,
            () -> {
              new SafetensorsFile(weights, Map.of()).write(file);
              then.run();
            }));
  }
}
