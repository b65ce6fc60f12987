package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.OverheadBench;
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

/** {@code reflux bench overhead}. */
@Command(
    name = "overhead",
    description = {
      "Times a step in which nothing is computed.",
      "16 pictures of 8×8 pass through the stages of a distillation (loader, teacher's "
          + "lanes in four chunks or its cache, trainer) and the streams between them. What a run "
          + "writes down of a step is not part of it."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchOverhead implements Callable<Integer> {
  private static final double GOAL = 300;
  private static final String UNIT = "µs";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--lanes", split = ",", description = "Numbers of lanes.")
  private List<Integer> lanes = List.of(1, 2);

  @Option(names = "--steps", description = "Steps in a turn.")
  private int steps = 5000;

  @Option(names = "--turns", description = "Turns whose median counts, after two to warm up.")
  private int turns = 5;

  private final List<BenchCase> cases = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (steps < 1 || turns < 1 || lanes.stream().anyMatch(each -> each < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--lanes, --steps, --turns: too small (expected: > 0)");
    }
    OverheadBench bench = new OverheadBench(steps, turns);
    for (int count : lanes) {
      tell(count + (count == 1 ? "-lane" : "-lanes"), bench.ofLanes(count));
    }
    tell("cache", bench.ofCache());
    output.print(cases);
    return ExitCode.DONE;
  }

  private void tell(String name, OverheadBench.Cost cost) {
    output.say(
        String.format(
            Locale.ROOT,
            "%s: %.0f µs a step, %.0f µs of processor time",
            name,
            cost.wall(),
            cost.processor()));
    cases.add(BenchCase.atMost(GOAL, name, cost.wall(), UNIT));
  }
}
