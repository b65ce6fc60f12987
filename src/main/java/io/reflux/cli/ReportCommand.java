package io.reflux.cli;

import io.reflux.report.EvaluationTable;
import io.reflux.report.Report;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux report RUN_DIR…}. */
@Command(
    name = "report",
    description = {
      "Writes report.html into a run directory, or compares several runs on one page.",
      "Runs of one pipeline are seeds of each other. "
          + "A run with several seeds is the comparison of its seeds."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "RUN_DIR", description = "The directories of runs.")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The page; unless said otherwise report.html of the run, or comparison.html for several.")
  private @Nullable Path out;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Instead of a page: all evaluations of the runs as a table with a line a value, "
              + "run,task,student,epoch,step,metric,value, as pandas reads it.")
  private @Nullable Path csv;

  @Option(
      names = "--tensorboard",
      description =
          "Also writes queries beside their nearest neighbours into tensorboard/ of each run, "
              + "as pictures: green frames are of the query's class, red ones are not.")
  private boolean tensorboard;

  @Override
  public Integer call() throws IOException {
    for (Path run : runs) {
      if (!new RunDirectory(run).isBegun()) {
        throw new ParameterException(
            spec.commandLine(), "RUN_DIR: " + run + " (expected: the directory of a run)");
      }
    }
    if (csv != null) {
      long values = EvaluationTable.write(runs, csv);
      spec.commandLine()
          .getOut()
          .printf("%s: %,d values%n", csv.toAbsolutePath().normalize(), values);
      return ExitCode.DONE;
    }
    Path usual =
        runs.size() == 1 ? new RunDirectory(runs.get(0)).report() : Path.of("comparison.html");
    Path page = out == null ? usual : out;
    if (tensorboard) {
      Report.compare(runs, page, true);
    } else {
      Report.compare(runs, page);
    }
    spec.commandLine().getOut().println(page.toAbsolutePath().normalize());
    return ExitCode.DONE;
  }
}
