package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.IntakeBench;
import io.reflux.bench.StartBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench intake}. */
@Command(
    name = "intake",
    description = {
      "Times how images come from files, and from prepared shards.",
      "A training view (RandomResizedCrop 224, flip, normalise) of 500×375 JPEGs: from the "
          + "files, from prepared shards, each further view of one picture; beside torchvision "
          + "with PIL (Debian: python3-torchvision), turn and turn about. Then how a dataset of "
          + "ImageNet's size starts."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchIntake implements Callable<Integer> {
  private static final int MANY = 1_281_167;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--images", description = "Images in a turn.")
  private int images = 300;

  @Option(names = "--turns", description = "Turns of each party.")
  private int turns = 15;

  @Option(names = "--examples", description = "Examples of the dataset whose start is timed.")
  private int examples = MANY;

  @Option(names = "--python", description = "The Python that has torchvision.")
  private String python = "/usr/bin/python3";

  @Override
  public Integer call() throws IOException {
    if (images < 1 || turns < 1 || examples < 1000) {
      throw new ParameterException(
          spec.commandLine(),
          "sizes: too small (expected: --images >= 1, --turns >= 1, --examples >= 1000)");
    }
    IntakeBench.Costs costs =
        new IntakeBench().measure(new IntakeBench.Size(images, turns), python);
    say("from JPEG", costs.jpeg());
    say("from a shard", costs.shard());
    say("a further view", costs.further());
    List<BenchCase> cases = new ArrayList<>();
    if (costs.peer().isPresent()) {
      IntakeBench.Peer peer = costs.peer().get();
      say("torchvision", peer.cost());
      cases.add(BenchCase.atLeast(1.3, "from-jpeg", peer.toJpeg(), BenchCase.TIMES));
      cases.add(BenchCase.atLeast(5, "from-shards", peer.toShard(), BenchCase.TIMES));
    } else {
      output.leftOut(
          "from-jpeg, from-shards", python + " has no torchvision (Debian: python3-torchvision)");
    }
    StartBench.Start start = StartBench.measure(examples);
    cases.add(BenchCase.atMost(3, "start", start.seconds(), "s"));
    cases.add(BenchCase.atMost(0.2, "heap", start.heapBytes() / 1e9, BenchCase.GIGABYTES));
    output.print(cases);
    return ExitCode.DONE;
  }

  private void say(String what, double cost) {
    output.say(
        String.format(
            Locale.ROOT, "%-15s %6.3f ms, %5.0f images/s a core", what, cost, 1000 / cost));
  }
}
