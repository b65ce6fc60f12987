package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reflux check FILE}. */
@Command(
    name = "check",
    description = {
      "Checks a pipeline file against itself, this machine and its data.",
      "Prints the plan and exits with 0, or prints every problem and exits with 2."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineOptions options = new PipelineOptions();

  @Option(
      names = "--resolved",
      description = "Prints the whole file with everything filled in, as HOCON.")
  private boolean resolved;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return check(out);
    } finally {
      out.flush();
    }
  }

  private int check(PrintWriter out) {
    Optional<Pipeline> pipeline = options.read(out);
    if (pipeline.isEmpty()) {
      return ExitCode.BAD_INPUT;
    }
    String text =
        resolved ? pipeline.get().resolved() : WrappedText.onScreen(PlanText.of(pipeline.get()));
    out.print(text);
    return ExitCode.DONE;
  }
}
