package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.run.RunDirectory;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import java.io.PrintWriter;

/** Runs a pipeline in a directory, showing how it goes. */
final class Runs {
  private Runs() {}

  /** Runs to the end and answers with the exit code. */
  static int run(Pipeline pipeline, RunDirectory directory, PrintWriter out) {
    RunLog log = RunLog.to(directory.log());
    try (log;
        Screen screen = Screens.of(out)) {
      RunEnd end =
          new RunLauncher(pipeline, directory).run(new Narrator(screen, pipeline.status()));
      return end instanceof RunEnd.Failed ? ExitCode.FAILED : ExitCode.DONE;
    }
  }
}
