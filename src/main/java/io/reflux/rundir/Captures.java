package io.reflux.rundir;

import io.reflux.batch.BatchPlan;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.weights.FolderRemoval;
import io.reflux.weights.LinkedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The steps of a run that failed, each in a folder {@code captures/<task>-step-<step>}: what the
 * batch was, the checkpoint before it, and the pipeline by which it was trained.
 */
public final class Captures {
  private static final SummaryFormat FORMAT = new SummaryFormat();
  private static final String CAPTURE = "capture.json";
  private static final String CHECKPOINT = "checkpoint";
  private static final String PIPELINE = "pipeline.conf";

  private final RunDirectory run;

  /** Those of a run. */
  public Captures(RunDirectory run) {
    this.run = run;
  }

  /** A step's failure. */
  public record Failure(String student, String sentence, BatchPlan plan) {

    /** The step, from 1. */
    long step() {
      return plan.globalStep() + 1;
    }
  }

  /**
   * Keeps a step; one that was kept before is replaced.
   *
   * @return the folder
   */
  public Path keep(String task, Failure failure) throws IOException {
    Path folder = folder(task, failure.step());
    Path aside = folder.resolveSibling("." + folder.getFileName());
    FolderRemoval.of(aside);
    Files.createDirectories(aside);
    long from =
        new CheckpointStore(run.task(task), 1).link(aside.resolve(CHECKPOINT), failure.step() - 1);
    LinkedFile.of(run.pipeline(), aside.resolve(PIPELINE));
    StepCapture capture =
        new StepCapture(
            task,
            failure.student(),
            failure.step(),
            failure.sentence(),
            from,
            StepCapture.Batch.of(failure.plan()));
    Files.write(aside.resolve(CAPTURE), FORMAT.write(capture));
    FolderRemoval.of(folder);
    Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    return folder;
  }

  /** What was kept of a step; empty for nothing. */
  public Optional<StepCapture> find(String task, long step) {
    return FORMAT.read(folder(task, step).resolve(CAPTURE), StepCapture.class);
  }

  /** Where the checkpoints lie from which a step is run again: those kept with it, if it was. */
  public Path checkpoints(String task, long step) {
    return find(task, step).isPresent() ? folder(task, step).resolve(CHECKPOINT) : run.task(task);
  }

  /** The pipeline by which a step was trained, as far as one knows. */
  public Path pipeline(String task, long step) {
    return find(task, step).isPresent() ? folder(task, step).resolve(PIPELINE) : run.pipeline();
  }

  private Path folder(String task, long step) {
    return run.root().resolve("captures").resolve(String.format("%s-step-%010d", task, step));
  }
}
