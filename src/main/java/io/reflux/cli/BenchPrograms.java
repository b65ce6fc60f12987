package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.ProgramsBench;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench programs}. */
@Command(
    name = "programs",
    description = {
      "Times ResNet-50 and ViT-S/14 as programs beside eager PyTorch.",
      "Frozen and in training, in float32 and bfloat16; PyTorch (Debian: python3-torch, and"
          + " libopenblas0, without which its products are slow) in float32."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchPrograms implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--images", description = "Images in a batch.")
  private int images = ProgramsBench.Size.USUAL.images();

  @Option(names = "--side", description = "The images' side in pixels.")
  private int side = ProgramsBench.Size.USUAL.side();

  @Option(names = "--threads", description = "Threads of each party.")
  private int threads = ProgramsBench.Size.USUAL.threads();

  @Option(names = "--turns", description = "Batches of each party, turn and turn about.")
  private int turns = ProgramsBench.Size.USUAL.turns();

  @Option(names = "--python", description = "The Python that has torch.")
  private String python = "/usr/bin/python3";

  @Override
  public Integer call() throws IOException {
    if (images < 1 || side < 32 || threads < 1 || turns < 1) {
      throw new ParameterException(
          spec.commandLine(), "sizes: too small (expected: --side >= 32, the others >= 1)");
    }
    ProgramsBench.Size size = new ProgramsBench.Size(images, side, threads, turns);
    List<ProgramsBench.Ratio> ratios = new ProgramsBench(size, output::say).run(python);
    if (ratios.isEmpty()) {
      output.leftOut("all ratios", python + " has no torch (Debian: python3-torch)");
    }
    output.print(
        ratios.stream()
            .map(each -> BenchCase.atLeast(each.goal(), each.name(), each.value(), BenchCase.TIMES))
            .toList());
    return ExitCode.DONE;
  }
}
