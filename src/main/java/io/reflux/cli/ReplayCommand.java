package io.reflux.cli;

import io.reflux.pipeline.PipelineException;
import io.reflux.run.Replay;
import io.reflux.rundir.Captures;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.StepCapture;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.train.StepTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux replay RUN_DIR STEP}. */
@Command(
    name = "replay",
    description = {
      "Runs one step of a run again, exactly as it went.",
      "Says which tensor was the first that was not finite; of a healthy step, how large they are. "
          + "The run is left as it is. "
          + "Exits with 0 if all tensors are finite, 3 if one isn't or the step can't be reached."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The folder of the run.")
  private Path folder = Path.of("");

  @Parameters(index = "1", paramLabel = "STEP", description = "The step of the task, from 1.")
  private long step;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "The task; may be absent if the run trains in one, or only one failed there.")
  private String task = "";

  @Option(names = "--all", description = "Shows every tensor, not only what stands out.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    if (!run.isBegun() || !run.seeds().isEmpty()) {
      throw refusal("RUN_DIR: " + folder + " (expected: the folder of a run with one seed)");
    }
    try {
      String name = new TaskChoice(run).at(task, step);
      return told(name, run, new Replay(run, name, step).run(new Quiet()));
    } catch (PipelineException e) {
      PipelineOptions.print(e, spec.commandLine().getErr());
      return ExitCode.BAD_INPUT;
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  private int told(String name, RunDirectory run, Replay.Replayed replayed) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<StepCapture> capture = new Captures(run).find(name, step);
    out.printf(
        "%s, step %d, from %s%s%n",
        name,
        step,
        replayed.fromStep() == 0
            ? "the beginning"
            : "the checkpoint of step " + replayed.fromStep(),
        capture.map(c -> "; it failed then: " + c.failure()).orElse(""));
    boolean finite = !replayed.traces().isEmpty();
    for (StepTrace trace : replayed.traces()) {
      capture
          .filter(c -> !c.batch().equals(StepCapture.Batch.of(trace.plan())))
          .ifPresent(c -> out.println("the batch is another one than it was then"));
      out.printf("%n%s", new TraceText(trace, all));
      finite &= trace.firstNotFinite().isEmpty();
    }
    replayed.end().failure().ifPresent(cause -> out.printf("%n%s%n", Sentences.of(cause)));
    out.flush();
    return finite ? ExitCode.DONE : ExitCode.FAILED;
  }

  private ParameterException refusal(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Hears nothing. */
  private static final class Quiet implements RunListener {
    @Override
    public void started(RunHandle run) {}

    @Override
    public void heard(RunEvent event) {}
  }
}
