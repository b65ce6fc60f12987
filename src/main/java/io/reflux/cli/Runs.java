package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.report.Report;
import io.reflux.run.RunDirectory;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

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
      report(directory, out);
      return end instanceof RunEnd.Failed ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  /** Writes the run's report; that it can't be written is told, and fails nothing. */
  private static void report(RunDirectory directory, PrintWriter out) {
    try {
      out.println("report: " + Report.write(directory.root()));
    } catch (IOException | RuntimeException e) {
      LoggerFactory.getLogger(Runs.class).warn("no report: {}", Sentences.of(e), e);
    }
  }
}
