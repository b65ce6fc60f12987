package io.reflux.bench;

import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a step costs in which nothing is computed: a batch of 16 pictures of 8×8 passes through all
 * stages of a distillation, whose networks answer at once.
 */
public final class OverheadBench {
  private static final int LOADERS = 2;
  private static final int WARM_UP_TURNS = 2;

  private final int steps;
  private final int turns;

  /**
   * A bench.
   *
   * @param steps in a turn
   * @param turns whose median counts
   */
  public OverheadBench(int steps, int turns) {
    this.steps = steps;
    this.turns = turns;
  }

  /**
   * What a step costs, in microseconds.
   *
   * @param wall by the clock: the median over turns
   * @param processor in processor time of the whole process: the mean of all turns, those before
   *     the virtual machine has compiled everything included
   */
  public record Cost(double wall, double processor) {}

  /** Where every answer is asked of the teacher's lanes: four chunks a batch. */
  public Cost ofLanes(int lanes) {
    return measure(lanes, Optional.empty());
  }

  /**
   * Where every answer is in the cache, but for those of the first steps.
   *
   * @throws IOException if the folder for temporary files can't be written to
   */
  public Cost ofCache() throws IOException {
    Path folder = Files.createTempDirectory("reflux-bench");
    try {
      return measure(1, Optional.of(folder));
    } finally {
      FolderRemoval.of(folder);
    }
  }

  private Cost measure(int lanes, Optional<Path> features) {
    SimulatedStages.Setup setup =
        new SimulatedStages.Setup(
            new SimulatedStages.Images(SimulatedDevice.instant(), LOADERS),
            IntStream.range(0, lanes).mapToObj(lane -> SimulatedDevice.instant()).toList(),
            SimulatedDevice.instant(),
            features);
    int all = (WARM_UP_TURNS + turns) * steps;
    Instants instants = new Instants(all);
    try (SimulatedStages stages = SimulatedStages.of(setup)) {
      long began = BenchMachine.processorNanos();
      stages.learn(all, done -> instants.tell());
      double processor =
          (double) (BenchMachine.processorNanos() - began) / TimeUnit.MICROSECONDS.toNanos(1);
      return new Cost(median(instants), processor / all);
    }
  }

  private double median(Instants instants) {
    double[] each = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      int from = (WARM_UP_TURNS + turn) * steps;
      each[turn] = instants.millisEach(from, from + steps) * 1000;
    }
    return Median.of(each);
  }
}
