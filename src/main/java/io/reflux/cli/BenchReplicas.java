package io.reflux.cli;

import io.reflux.bench.ReplicasBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench replicas}. */
@Command(
    name = "replicas",
    description = {
      "Times training steps of a ResNet-18 on two processors.",
      "A replica and a thread each, beside the same steps on one with one thread, and with "
          + "two."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchReplicas implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--images", description = "Images in a batch.")
  private int images = 32;

  @Option(names = "--side", description = "The images' side in pixels.")
  private int side = 96;

  @Option(names = "--turns", description = "Steps of each party, turn and turn about.")
  private int turns = 7;

  @Override
  public Integer call() throws IOException {
    if (images < 2 || side < 32 || turns < 1) {
      throw new ParameterException(
          spec.commandLine(), "sizes: too small (expected: --images >= 2, --side >= 32)");
    }
    output.print(new ReplicasBench(images, side, output::say).run(turns));
    return ExitCode.DONE;
  }
}
