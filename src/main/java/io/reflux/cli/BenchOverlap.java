package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.Median;
import io.reflux.bench.OverlapBench;
import io.reflux.pipeline.PipelineException;
import io.reflux.weights.FolderRemoval;
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
      "With a thread each, and with two each, beside the same one with two threads for whichever"
          + " has its turn."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchOverlap implements Callable<Integer> {
  private static final double GOAL = 1.25;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The pipeline that is run.")
  private Path pipeline = Path.of("pipelines/bench/overlap.conf");

  @Option(names = "--rounds", description = "How often all ways are run.")
  private int rounds = 1;

  @Override
  public Integer call() throws IOException, PipelineException {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds " + rounds + " (expected: >= 1)");
    }
    Path folder = Files.createTempDirectory("reflux-bench");
    try {
      OverlapBench bench = new OverlapBench(pipeline, folder);
      double[] ofOne = new double[rounds];
      double[] ofTwo = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        OverlapBench.Round round = bench.round(i + 1);
        ofOne[i] = round.ofOneThread() / round.inTurns();
        ofTwo[i] = round.ofTwoThreads() / round.inTurns();
        output.say(
            String.format(
                Locale.ROOT,
                "images/s: a thread each %.0f, two threads each %.0f, in turns %.0f: %.2f and %.2f"
                    + " times",
                round.ofOneThread(),
                round.ofTwoThreads(),
                round.inTurns(),
                ofOne[i],
                ofTwo[i]));
      }
      output.print(
          List.of(
              BenchCase.atLeast(GOAL, "a-thread-each", Median.of(ofOne), BenchCase.TIMES),
              BenchCase.atLeast(GOAL, "two-threads-each", Median.of(ofTwo), BenchCase.TIMES)));
    } finally {
      FolderRemoval.of(folder);
    }
    return ExitCode.DONE;
  }
}
