package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.BenchMachine;
import io.reflux.bench.BenchReport;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a bench tells what it measured: mixed into each of the commands. */
final class BenchOutput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec bench = CommandSpec.create();

  @Option(
      names = "--json",
      description =
          "Prints one JSON object, {name, machine, cases: [{case, value, goal, unit, better}]}; "
              + "all other words go to the standard error stream.",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
  private boolean json;

  /** A line while it works: a time, a size, a remark. */
  void say(String line) {
    PrintWriter writer = json ? bench.commandLine().getErr() : bench.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }

  /** Says why a figure is left out. */
  void leftOut(String what, String why) {
    PrintWriter err = bench.commandLine().getErr();
    err.println(what + ": left out, " + why);
    err.flush();
  }

  /** The end: all figures, with what machine they are of. */
  void print(List<BenchCase> cases) {
    BenchReport report = new BenchReport(bench.name(), BenchMachine.describe(), cases);
    PrintWriter out = bench.commandLine().getOut();
    out.println(json ? report.json() : report.table());
    out.flush();
  }
}
