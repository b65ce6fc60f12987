package io.reflux.bench;

import io.reflux.network.FrozenModel;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.CallHooks;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Measures what working side by side gains: the same distillation with one thread for the teacher
 * and one for the student at once, with two threads for each of them at once, and with two threads
 * for whichever of them has its turn.
 */
public final class OverlapBench {
  private static final String DISTILLATION = "target";

  private final Path pipeline;
  private final Path folder;

  /**
   * A bench.
   *
   * @param pipeline a pipeline file whose task {@code target} distils into one student
   * @param folder where its runs write
   */
  public OverlapBench(Path pipeline, Path folder) {
    this.pipeline = pipeline;
    this.folder = folder;
  }

  /**
   * What one round measured.
   *
   * @param ofOneThread images/s of the pipelined distillation, with a thread each
   * @param ofTwoThreads the same with two each
   * @param inTurns images/s where only one of teacher and student works at a time
   */
  public record Round(double ofOneThread, double ofTwoThreads, double inTurns) {}

  /**
   * Runs all ways, one after the other.
   *
   * @throws PipelineException if the file is not a pipeline
   * @throws IllegalStateException if a run fails
   */
  public Round round(int number) throws PipelineException, IOException {
    return new Round(
        imagesPerSecond("a-thread-each-" + number, 1, new StageFactory()),
        imagesPerSecond("two-threads-each-" + number, 2, new StageFactory()),
        imagesPerSecond("in-turns-" + number, 2, new InTurns()));
  }

  private double imagesPerSecond(String name, int threads, StageFactory stages)
      throws PipelineException, IOException {
    String distill = "tasks." + DISTILLATION + ".distill.";
    Pipeline read =
        Pipeline.read(
            pipeline,
            List.of(
                distill + "teacher.threads=" + threads, distill + "student.threads=" + threads));
    Path directory = Files.createDirectories(folder.resolve(name));
    RunEnd end = new RunLauncher(read, RunDirectory.in(directory), stages).run(new Deaf());
    return end.completed().stream()
        .flatMap(summary -> summary.tasks().stream())
        .filter(task -> task.task().equals(DISTILLATION))
        .mapToDouble(TaskSummary::imagesPerSecond)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + ": " + end + " (expected: a run to its end)"));
  }

  /** Teacher and student share one turn. */
  private static final class InTurns extends StageFactory {
    private final CallHooks turns;

    InTurns() {
      Lock turn = new ReentrantLock();
      turns = new CallHooks(turn::lock, turn::unlock);
    }

    @Override
    public FrozenModel teacher(Supplier<? extends FrozenModel> loading) {
      return turns.around(super.teacher(loading));
    }

    @Override
    public Student student(StudentParts parts) {
      return turns.around(super.student(parts));
    }
  }
}
