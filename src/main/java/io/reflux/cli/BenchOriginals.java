package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.OriginalsBench;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench originals}. */
@Command(
    name = "originals",
    description = {
      "Times training steps of four papers beside the originals' in eager PyTorch.",
      "Relaxed contrastive, SimReg, S2SD, DiVA, and eight transfer losses in one run, whole runs"
          + " with the threads that reflux init gives them, beside the same steps as the originals'"
          + " loops take them, turn and turn about (Debian: python3-torch, python3-pil, and"
          + " libopenblas0, without which PyTorch's products are slow)."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchOriginals implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--rows", description = "Rows of a batch, views included; a multiple of 4.")
  private int rows = 88;

  @Option(names = "--side", description = "Side of an image in pixels.")
  private int side = 112;

  @Option(names = "--steps", description = "Steps in a turn.")
  private int steps = 8;

  @Option(names = "--turns", description = "Turns of each party.")
  private int turns = 3;

  @Option(names = "--only", description = "Only figures whose name contains this.")
  private String only = "";

  @Option(names = "--python", description = "The Python that has torch and PIL.")
  private String python = "/usr/bin/python3";

  @Override
  public Integer call() throws IOException, PipelineException {
    if (rows < 8 || rows % 4 != 0 || side < 32 || steps < 1 || turns < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "sizes: too small (expected: --rows >= 8 and a multiple of 4, --side >= 32, --steps >= 1,"
              + " --turns >= 1)");
    }
    int threads = Runtime.getRuntime().availableProcessors();
    OriginalsBench.Size size = new OriginalsBench.Size(rows, side, steps, turns, threads);
    List<BenchCase> cases = new OriginalsBench(size, python, output::say).run(only);
    if (cases.isEmpty()) {
      output.leftOut(
          "all",
          python
              + " has no torch or PIL (Debian: python3-torch, python3-pil), or no figure is named"
              + " so");
    }
    output.print(cases);
    return ExitCode.DONE;
  }
}
