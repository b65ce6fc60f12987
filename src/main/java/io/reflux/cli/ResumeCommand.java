package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

  @Override
  public Integer call() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    if (!run.isBegun()) {
      throw new ParameterException(
          spec.commandLine(),
          "RUN_DIR: " + folder + " has no pipeline.conf (expected: the folder of a run)");
    }
    try {
      Pipeline pipeline = Pipeline.parse(Files.readString(run.pipeline()), folder);
      return Runs.run(pipeline, folder, spec.commandLine().getOut());
    } catch (PipelineException e) {
      PipelineOptions.print(e, spec.commandLine().getErr());
      return ExitCode.BAD_INPUT;
    }
  }
}
