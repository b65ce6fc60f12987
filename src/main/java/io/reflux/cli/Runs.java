package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.report.Report;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import io.reflux.run.SeedsRun;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TakenTasks;
import io.reflux.setting.ShellWord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Runs a pipeline in a directory, showing how it goes. */
final class Runs {
  private final Manner manner;
  private final PrintWriter out;

  private Runs(Manner manner, PrintWriter out) {
    this.manner = manner;
    this.out = out;
  }

  /**
   * How a run is started.
   *
   * @param grace how long it has for its end
   * @param allowance what is agreed to
   * @param taking tasks that it takes from other runs, if it begins
   * @param warned of what the reading of its pipeline has warned, for its log
   */
  record Manner(GraceOption grace, Allowance allowance, TakenTasks taking, List<String> warned) {}

  /**
   * The first line of all: what comes before a run, as opening the weights that its file names, may
   * take seconds in which nothing else is said.
   */
  static void reading(Path what, PrintWriter out) {
    out.println("reading " + what);
    out.flush();
  }

  /** Runs to the end, with every seed that the pipeline asks for; answers with the exit code. */
  static int run(Pipeline pipeline, Path folder, Manner manner, PrintWriter out) {
    RunDirectory directory = RunDirectory.in(folder);
    if (!pipeline.seeds().isEmpty() && !manner.allowance().assignments().isEmpty()) {
      manner.allowance().checkSeeds(directory, pipeline);
      directory.replacePipeline(pipeline);
    }
    return new Runs(manner, out).run(pipeline, directory);
  }

  private int run(Pipeline pipeline, RunDirectory directory) {
    return pipeline.seeds().isEmpty()
        ? code(once(pipeline, directory))
        : seeds(pipeline, directory);
  }

  private RunEnd once(Pipeline pipeline, RunDirectory directory) {
    RunLog log = RunLog.to(directory.log());
    try (log;
        Screen screen = Screens.of(out)) {
      screen.line("run directory " + directory.root());
      manner.warned().forEach(LoggerFactory.getLogger(Runs.class)::warn);
      RunEnd end = launch(pipeline, directory, screen);
      end.stopped()
          .ifPresentOrElse(
              stopped -> stopped(stopped, directory, out), () -> report(directory, out));
      return end;
    }
  }

  /** What fails outside of a task, as a lock that is taken, stands in the run's log too. */
  private RunEnd launch(Pipeline pipeline, RunDirectory directory, Screen screen) {
    try {
      return new RunLauncher(pipeline, directory)
          .within(manner.grace().said())
          .allowing(manner.allowance())
          .taking(manner.taking())
          .run(new ProgressPrinter(screen, pipeline.status()));
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Runs.class).warn("no run: {}", Sentences.of(e), e);
      throw e;
    }
  }

  private int seeds(Pipeline pipeline, RunDirectory directory) {
    SeedsRun.Ended ended =
        new SeedsRun(pipeline, directory)
            .run(
                (one, place) -> {
                  int number = pipeline.seeds().indexOf(one.seed()) + 1;
                  out.printf(
                      "seed %d, run %d of %d%n", one.seed(), number, pipeline.seeds().size());
                  return once(one, place);
                });
    ended
        .summary()
        .ifPresent(
            summary -> {
              out.printf("%n%s%n", SeedsTable.of(summary));
              report(directory, out);
            });
    return ended.last().map(Runs::code).orElse(ExitCode.DONE);
  }

  /** Who gave a task what does not fit is told so, as if that had been found before the run. */
  private static int code(RunEnd end) {
    return end.stopped()
        .map(stopped -> ExitCode.stopped(stopped.signal()))
        .or(() -> end.failure().map(cause -> Blame.of(cause).exitCode()))
        .orElse(ExitCode.DONE);
  }

  /** There is no time for a report, and none for stages that don't end. */
  private static void stopped(RunEnd.Stopped end, RunDirectory directory, PrintWriter out) {
    out.println("to go on: reflux resume " + ShellWord.of(directory.root()));
    out.flush();
    if (!end.freed()) {
      LoggerFactory.getLogger(Runs.class).warn("stages are still at work: the process leaves");
      ProcessExit.now(code(end));
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
