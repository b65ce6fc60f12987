package io.reflux.cli;

import io.reflux.pipeline.PipelineException;
import io.reflux.run.OverlapBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux bench overlap}. */
@Command(
    name = "overlap",
    description = {
      "Times a distillation whose teacher and student work side by side, a thread each, beside the",
      "same one with two threads for whichever has its turn."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchOverlap implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The pipeline that is run.")
  private Path pipeline = Path.of("pipelines/bench/overlap.conf");

  @Option(names = "--rounds", description = "How often both ways are run.")
  private int rounds = 1;

  @Override
  public Integer call() throws IOException, PipelineException {
    PrintWriter out = spec.commandLine().getOut();
    OverlapBench bench = new OverlapBench(pipeline, Files.createTempDirectory("overlap"));
    for (int i = 1; i <= rounds; i++) {
      OverlapBench.Round round = bench.round(i);
      out.printf(
          "side by side %.0f images/s, in turns %.0f images/s: %.2f×%n",
          round.sideBySide(), round.inTurns(), round.ratio());
      out.flush();
    }
    return ExitCode.DONE;
  }
}
