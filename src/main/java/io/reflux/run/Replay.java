package io.reflux.run;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.pipeline.Task;
import io.reflux.rundir.Captures;
import io.reflux.rundir.ChangesFile;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunListener;
import io.reflux.stage.StageFactory;
import io.reflux.train.ProgramStudent;
import io.reflux.train.StepTrace;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import io.reflux.train.WatchedStudent;
import io.reflux.weights.FolderRemoval;
import io.reflux.weights.LinkedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs one step of a run again, exactly as it went: from the nearest checkpoint before it, with the
 * same batches, in a folder of its own. Nothing of the run is written to.
 */
public final class Replay {
  private final RunDirectory run;
  private final Captures captures;
  private final Rehearsal rehearsal;

  /**
   * A replay that has not begun.
   *
   * @param step the step, from 1
   */
  public Replay(RunDirectory run, String task, long step) {
    this.run = run;
    captures = new Captures(run);
    rehearsal = new Rehearsal(task, step);
  }

  /**
   * What a replay came to.
   *
   * @param fromStep the step of the checkpoint that it began with; 0 for the task's beginning
   * @param end how it ended: stopped after the step, or failed
   * @param traces of the step, a student each; none if it was not reached
   */
  public record Replayed(long fromStep, RunEnd end, List<StepTrace> traces) {}

  /**
   * Runs the step.
   *
   * @throws PipelineException if this machine can't run the pipeline any more
   */
  public Replayed run(RunListener listener) throws IOException, PipelineException {
    Path pipeline = captures.pipeline(rehearsal.task(), rehearsal.step());
    Pipeline parsed = Pipeline.parse(Files.readString(pipeline), run.root());
    Path folder = Files.createTempDirectory("reflux-replay-");
    try {
      RunDirectory scratch = RunDirectory.in(folder);
      long from = prepare(scratch, parsed);
      Watching stages = new Watching();
      RunEnd end = new RunLauncher(parsed, scratch, stages).rehearse(rehearsal, listener);
      return new Replayed(from, end, List.copyOf(stages.traces));
    } finally {
      FolderRemoval.of(folder);
    }
  }

  /** Other tasks are there with what they came to; this one with its checkpoint. */
  private long prepare(RunDirectory scratch, Pipeline pipeline) throws IOException {
    for (Task task : pipeline.tasks()) {
      Path there = run.task(task.name());
      if (!task.name().equals(rehearsal.task()) && Files.isDirectory(there)) {
        LinkedFile.all(there, scratch.task(task.name()));
      }
    }
    new ChangesFile(scratch, rehearsal.task()).write(new ChangesFile(run, rehearsal.task()).read());
    Path checkpoints = captures.checkpoints(rehearsal.task(), rehearsal.step());
    return new CheckpointStore(checkpoints, 1)
        .link(scratch.task(rehearsal.task()), rehearsal.step() - 1);
  }

  /** Students whose step is looked at. */
  private final class Watching extends StageFactory {
    private final List<StepTrace> traces = new CopyOnWriteArrayList<>();

    @Override
    public Student student(StudentParts parts) {
      return new WatchedStudent(
          new ProgramStudent(parts), name(parts), rehearsal.step(), traces::add);
    }

    /** A student's program is named by its task and itself. */
    private String name(StudentParts parts) {
      String file = String.valueOf(parts.program().getFileName());
      return file.substring(rehearsal.task().length() + 1, file.lastIndexOf('.'));
    }
  }
}
