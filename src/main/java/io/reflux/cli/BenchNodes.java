package io.reflux.cli;

import com.typesafe.config.ConfigFactory;
import io.reflux.bench.BenchCase;
import io.reflux.bench.NodesBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench nodes}. */
@Command(
    name = "nodes",
    description = {
      "Gives a teacher's pool lanes here and on nodes, all simulated, over the loopback interface.",
      "What comes out is the throughput as a share of that of all lanes together if none waited."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchNodes implements Callable<Integer> {
  private static final double GOAL = 0.95;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--nodes", split = ",", description = "Numbers of nodes.")
  private List<Integer> nodes = List.of(0, 1, 2);

  @Option(names = "--lanes", description = "Lanes here, and on each node.")
  private int lanes = 2;

  @Option(names = "--steps", description = "How many batches are timed, of each that is at work.")
  private int steps = 24;

  @Option(names = "--millis", description = "How long a lane takes for a quarter of a batch.")
  private double millis = 40;

  @Option(names = "--side", description = "Side of the images, of which a batch has 16.")
  private int side = 64;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (lanes < 1
        || steps < 1
        || side < 1
        || !(millis > 0)
        || nodes.stream().anyMatch(each -> each < 0)) {
      throw new ParameterException(
          spec.commandLine(), "--nodes, --lanes, --steps, --millis, --side: too small");
    }
    NodesBench bench = new NodesBench(ConfigFactory.load(), steps, millis, side);
    List<BenchCase> cases = new ArrayList<>();
    for (int count : nodes) {
      double share = bench.share(count, lanes);
      String name = count + "-nodes-of-" + lanes + "-lanes";
      output.say(String.format("%s: %.3f of all lanes' throughput", name, share));
      cases.add(BenchCase.atLeast(GOAL, name, share, BenchCase.TIMES));
    }
    output.print(cases);
    return ExitCode.DONE;
  }
}
