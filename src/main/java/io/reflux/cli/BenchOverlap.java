package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.Median;
import io.reflux.bench.OverlapBench;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux bench overlap}. */
@Command(
    name = "overlap",
    description = {
      "Times a distillation whose teacher and student work side by side, and in turns.",
      "A thread each, beside the same one with two threads for whichever has its turn."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchOverlap implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The pipeline that is run.")
  private Path pipeline = Path.of("pipelines/bench/overlap.conf");

  @Option(names = "--rounds", description = "How often both ways are run.")
  private int rounds = 1;

  @Override
  public Integer call() throws IOException, PipelineException {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds " + rounds + " (expected: >= 1)");
    }
    OverlapBench bench = new OverlapBench(pipeline, Files.createTempDirectory("overlap"));
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      OverlapBench.Round round = bench.round(i + 1);
      ratios[i] = round.ratio();
      output.say(
          String.format(
              Locale.ROOT,
              "side by side %.0f images/s, in turns %.0f images/s: %.2f times",
              round.sideBySide(),
              round.inTurns(),
              round.ratio()));
    }
    double median = Median.of(ratios);
    output.print(List.of(BenchCase.atLeast(1.25, "side-by-side", median, BenchCase.TIMES)));
    return ExitCode.DONE;
  }
}
