package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.rundir.Rewind;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux resume RUN_DIR}. */
@Command(
    name = "resume",
    description = "Goes on with a run that was stopped or killed, from its last checkpoint.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The folder of the run.")
  private Path folder = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description = {
        "Goes on from an older checkpoint that the run still has;",
        "what came after it is put into the run's folder set-aside."
      })
  private @Nullable Long from;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "With --from: the task; the last one that has checkpoints if absent.")
  private String task = "";

  @Mixin private GraceOption grace = new GraceOption();

  @Option(names = KeptRun.OPTION, description = KeptRun.HELP)
  private boolean keepAlive;

  @Override
  public Integer call() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    if (!run.isBegun()) {
      throw new ParameterException(
          spec.commandLine(),
          "RUN_DIR: " + folder + " has no pipeline.conf (expected: the folder of a run)");
    }
    if (keepAlive) {
      return new KeptRun(spec.commandLine(), folder).run(List.of());
    }
    try {
      Pipeline pipeline = Pipeline.parse(Files.readString(run.pipeline()), folder);
      if (from != null) {
        rewind(run, pipeline, from);
      }
      return Runs.run(pipeline, folder, grace, spec.commandLine().getOut());
    } catch (PipelineException e) {
      PipelineOptions.print(e, spec.commandLine().getErr());
      return ExitCode.BAD_INPUT;
    }
  }

  private void rewind(RunDirectory run, Pipeline pipeline, long step) throws IOException {
    if (!pipeline.seeds().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--from: " + step + " (expected: a run with one seed, as " + folder + "/seed-0)");
    }
    RunLock lock = RunLock.take(run);
    try {
      new Rewind(run, pipeline).to(task, step).forEach(spec.commandLine().getOut()::println);
    } finally {
      lock.close();
    }
  }
}
