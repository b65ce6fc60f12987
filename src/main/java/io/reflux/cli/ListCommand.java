package io.reflux.cli;

import io.reflux.rundir.RunOverview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux list [DIR]}. */
@Command(
    name = "list",
    description = {
      "Lists the runs of a folder: state, progress, best evaluation.",
      "A run is done, running (a process works at it), or was left: reflux resume goes on."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of run directories, or one of them; runs if absent.")
  private Path folder = Path.of("runs");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(), "DIR: " + folder + " (expected: a folder of run directories)");
    }
    List<RunOverview> runs = RunOverview.in(folder);
    if (runs.isEmpty()) {
      out.println("no run in " + folder.toAbsolutePath().normalize());
      return ExitCode.DONE;
    }
    TextTable table = new TextTable();
    table.add(List.of("run", "state", "step", "task", "best", "epoch", "of"));
    runs.forEach(run -> table.add(row(run)));
    out.println(table.text(Screens.tableWidth()));
    return ExitCode.DONE;
  }

  private static List<String> row(RunOverview run) {
    Optional<RunOverview.Best> best = run.best();
    return List.of(
        run.run().name(),
        run.state().name().toLowerCase(Locale.ROOT),
        run.reached().task().isEmpty() ? "" : Long.toString(run.reached().step()),
        run.reached().task(),
        best.map(b -> b.metric() + " " + MetricText.of(b.metric(), b.value())).orElse(""),
        best.map(b -> Integer.toString(b.epoch())).orElse(""),
        best.map(RunOverview.Best::student).orElse(""));
  }
}
