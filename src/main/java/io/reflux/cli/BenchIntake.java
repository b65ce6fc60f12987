package io.reflux.cli;

import io.reflux.batch.IntakeBench;
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
      "Times a training view (RandomResizedCrop 224, flip) of a 500×375 picture: from a JPEG, from",
      "a prepared shard, and each further view. Milliseconds of one core."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchIntake implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--images", description = "How many images are timed.")
  private int images = 1000;

  @Option(
      names = "--peer",
      paramLabel = "MS",
      description = "What another program needs for an image, to print ratios; 0 for none.")
  private double peer;

  @Override
  public Integer call() throws IOException {
    if (images < 1 || peer < 0) {
      throw new ParameterException(
          spec.commandLine(), "--images " + images + " --peer " + peer + " (expected: >= 1, >= 0)");
    }
    IntakeBench.Costs costs = new IntakeBench().measure(images);
    say("from JPEG", costs.jpeg());
    say("from a shard", costs.shard());
    say("a further view", costs.further());
    List<BenchCase> cases = new ArrayList<>();
    if (peer > 0) {
      cases.add(BenchCase.atLeast(1.2, "from-jpeg", peer / costs.jpeg(), BenchCase.TIMES));
      cases.add(BenchCase.atLeast(4, "from-shards", peer / costs.shard(), BenchCase.TIMES));
    } else {
      output.leftOut("from-jpeg, from-shards", "no --peer to compare with");
    }
    output.print(cases);
    return ExitCode.DONE;
  }

  private void say(String what, double cost) {
    output.say(
        String.format(
            Locale.ROOT, "%-15s %6.3f ms, %5.0f images/s a core", what, cost, 1000 / cost));
  }
}
