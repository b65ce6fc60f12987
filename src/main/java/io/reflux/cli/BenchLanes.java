package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.LanesBench;
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

/** {@code reflux bench lanes}. */
@Command(
    name = "lanes",
    description = {
      "Runs the stages of a distillation on simulated devices, whose work is a timed wait.",
      "What comes out is the throughput as a share of what the slowest stage could do if it "
          + "never waited, for several numbers of lanes and several costs of the teacher beside "
          + "the student, with times that are always the same and with times that vary by half."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchLanes implements Callable<Integer> {
  private static final double STEADY_GOAL = 0.97;
  private static final double JITTERED_GOAL = 0.93;
  private static final double JITTER = 0.5;

  /** What a batch costs teacher and student, in parts. */
  private static final int[][] COSTS = {{1, 4}, {1, 2}, {1, 1}, {2, 1}, {4, 1}, {8, 1}, {16, 1}};

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--lanes", split = ",", description = "Numbers of lanes.")
  private List<Integer> lanes = List.of(1, 2, 4, 8, 16);

  @Option(names = "--steps", description = "How many steps are timed.")
  private int steps = 64;

  @Option(names = "--millis", description = "How long the slowest stage takes for a batch.")
  private double millis = 40;

  private final List<BenchCase> cases = new ArrayList<>();

  @Override
  public Integer call() {
    if (steps < 1 || !(millis > 0) || lanes.stream().anyMatch(each -> each < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--lanes, --steps, --millis: too small (expected: > 0)");
    }
    LanesBench bench = new LanesBench(steps, millis);
    bench.share(new LanesBench.Load(1, 1, 1, 0)); // until the virtual machine has compiled it
    table("steady", bench, 0, STEADY_GOAL);
    table("jittered", bench, JITTER, JITTERED_GOAL);
    output.print(cases);
    return ExitCode.DONE;
  }

  private void table(String kind, LanesBench bench, double jitter, double goal) {
    output.say(kind + ", share of the slowest stage's throughput by teacher:student");
    StringBuilder head = new StringBuilder("lanes");
    for (int[] cost : COSTS) {
      head.append(String.format("  %6s", cost[0] + ":" + cost[1]));
    }
    output.say(head.toString());
    for (int count : lanes) {
      StringBuilder line = new StringBuilder(String.format("%5d", count));
      for (int[] cost : COSTS) {
        double share = bench.share(new LanesBench.Load(count, cost[0], cost[1], jitter));
        line.append(String.format(Locale.ROOT, "  %6.3f", share));
        String name = kind + "-" + count + "-lanes-" + cost[0] + "-to-" + cost[1];
        cases.add(BenchCase.atLeast(goal, name, share, BenchCase.TIMES));
      }
      output.say(line.toString());
    }
  }
}
