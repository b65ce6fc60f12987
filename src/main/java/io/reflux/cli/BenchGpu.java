package io.reflux.cli;

import io.reflux.bench.GpuArchives;
import io.reflux.bench.GpuBench;
import io.reflux.bench.ProgramsBench;
import io.reflux.engine.Device;
import io.reflux.engine.Numerics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench gpu}. */
@Command(
    name = "gpu",
    description = {
      "Times what a GPU does with the programs that pipelines run.",
      "Copies, images a second of one and two lanes, a training step, whether two runs and "
          + "a resume give the same bits, float32 beside float64, whether snapshots leave memory "
          + "behind. (reflux conformance --device gpu0 holds it to the reference cases.)"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchGpu implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--device", description = "gpu0, gpu1, …; cpu tries the bench itself.")
  private String name = "gpu0";

  @Option(names = "--network", description = "A backbone, by its name in pipeline files.")
  private String network = "resnet50";

  @Option(names = "--images", description = "Images in a batch.")
  private int images = 64;

  @Option(names = "--side", description = "The images' side in pixels.")
  private int side = 224;

  @Option(names = "--turns", description = "How often each thing is done.")
  private int turns = 20;

  @Option(
      names = "--archives",
      paramLabel = "DIR",
      description =
          "Measures nothing, and needs no GPU: writes programs for src/test/python/device.py, "
              + "which runs them in PyTorch.")
  private @Nullable Path archives;

  @Override
  public Integer call() throws IOException {
    if (archives != null) {
      GpuArchives.write(List.of("resnet18", network), archives);
      output.say(archives + " is written");
      return ExitCode.DONE;
    }
    if (images < 1 || side < 32 || turns < 1) {
      throw refusal("sizes: too small (expected: --side >= 32, the others >= 1)");
    }
    Device device =
        Device.parse(name)
            .orElseThrow(() -> refusal("--device: " + name + " (expected: gpu0, gpu1, …, cpu)"));
    Optional<String> missing = device.missing();
    if (missing.isPresent()) {
      output.leftOut("bench gpu", "no GPU: " + device + " is missing, " + missing.get());
      return ExitCode.DONE;
    }
    output.say("on " + Numerics.words(device));
    ProgramsBench.Size size = new ProgramsBench.Size(images, side, 1, turns);
    output.print(new GpuBench(network, device, size).run());
    return ExitCode.DONE;
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
