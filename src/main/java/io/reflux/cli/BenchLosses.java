package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.LossesBench;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench losses}. */
@Command(
    name = "losses",
    description = {
      "Times eight transfer losses alone beside eager PyTorch.",
      "Values and gradients, of made-up outputs of a ResNet-18 and a ResNet-50, turn and turn"
          + " about (Debian: python3-torch, and libopenblas0, without which PyTorch's products are"
          + " slow)."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchLosses implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--rows", description = "Rows of a batch; even.")
  private int rows = 128;

  @Option(names = "--size", description = "Components of the embeddings.")
  private int size = 512;

  @Option(names = "--threads", description = "Threads of each party.")
  private int threads = 1;

  @Option(names = "--turns", description = "Steps of each party.")
  private int turns = 11;

  @Option(names = "--python", description = "The Python that has torch.")
  private String python = "/usr/bin/python3";

  @Override
  public Integer call() throws IOException {
    if (rows < 4 || rows % 2 != 0 || size < 1 || threads < 1 || turns < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "sizes: too small (expected: --rows >= 4 and even, --size, --threads, --turns >= 1)");
    }
    LossesBench.Size much = new LossesBench.Size(rows, size, threads, turns);
    List<BenchCase> cases = new LossesBench(much, output::say).run(python);
    if (cases.isEmpty()) {
      output.leftOut("all", python + " has no torch (Debian: python3-torch)");
    }
    output.print(cases);
    return ExitCode.DONE;
  }
}
