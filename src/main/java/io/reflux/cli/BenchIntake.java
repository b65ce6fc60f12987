package io.reflux.cli;

import io.reflux.batch.IntakeBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
    line("from JPEG", costs.jpeg());
    line("from a shard", costs.shard());
    line("a further view", costs.further());
    return ExitCode.DONE;
  }

  private void line(String what, double cost) {
    PrintWriter out = spec.commandLine().getOut();
    String ratio = peer == 0 ? "" : String.format(", %.2f× the peer's rate", peer / cost);
    out.printf("%-15s %6.3f ms, %5.0f images/s a core%s%n", what, cost, 1000 / cost, ratio);
    out.flush();
  }
}
