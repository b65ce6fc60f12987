package io.reflux.bench;

import io.reflux.chance.Chance;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * How near the stages of a distillation come to what bounds them: each stage is timed alone, always
 * with work at hand, then all together, in the same process. Storage and networks are timed waits.
 */
public final class PipelineBench {
  private final int steps;
  private final double millis;

  /**
   * A bench.
   *
   * @param steps how many batches are timed, after the stages have got into their stride
   * @param millis how long a part is
   */
  public PipelineBench(int steps, double millis) {
    this.steps = steps;
    this.millis = millis;
  }

  /**
   * How many threads read and lanes teach.
   *
   * @param loaders images read at once
   * @param lanes lanes of the teacher
   */
  public record Width(int loaders, int lanes) {}

  /**
   * What a batch costs each stage, in parts, if all its threads or lanes work at it.
   *
   * @param loader reading the images
   * @param teacher answering
   * @param student the step
   */
  public record Load(double loader, double teacher, double student) {}

  /**
   * What was measured, all in milliseconds a batch.
   *
   * @param loader alone
   * @param teacher alone
   * @param student alone
   * @param together all of them, joined by the stream
   */
  public record Paces(double loader, double teacher, double student, double together) {

    /** What the slowest stage needs. */
    public double bound() {
      return Math.max(loader, Math.max(teacher, student));
    }

    /** The throughput as a share of that of the slowest stage. */
    public double share() {
      return bound() / together;
    }
  }

  /** Times a load. */
  public Paces paces(Width width, Load load) {
    try (SimulatedStages stages = SimulatedStages.of(setup(width, load, Optional.empty()))) {
      int warmUp = warmUp(width);
      return new Paces(
          pace(warmUp, (done, batches) -> stages.load(batches, done)),
          pace(warmUp, (done, batches) -> stages.teach(batches, done)),
          pace(warmUp, (done, batches) -> stages.train(batches, done)),
          pace(warmUp, (done, batches) -> stages.learn(batches, step -> done.run())));
    }
  }

  /**
   * Times a load in the second period of a cache that replays: all that the lanes have answered in
   * the first is read again, so they are asked nothing, and their pace is 0.
   *
   * @throws IOException if the folder for temporary files can't be written to
   */
  public Paces replayed(Width width, Load load) throws IOException {
    Path folder = Files.createTempDirectory("reflux-bench");
    try (SimulatedStages stages = SimulatedStages.of(setup(width, load, Optional.of(folder)))) {
      int warmUp = warmUp(width);
      return new Paces(
          pace(warmUp, (done, batches) -> stages.load(batches, done)),
          0,
          pace(warmUp, (done, batches) -> stages.train(batches, done)),
          pace(warmUp, (done, batches) -> stages.learn(batches, step -> done.run())));
    } finally {
      FolderRemoval.of(folder);
    }
  }

  private static int warmUp(Width width) {
    return 2 * (width.lanes() + 1) + SimulatedStages.PIECES;
  }

  private SimulatedStages.Setup setup(Width width, Load load, Optional<Path> features) {
    double image = load.loader() * millis * width.loaders() / SimulatedStages.ROWS;
    double piece = load.teacher() * millis * width.lanes() / SimulatedStages.PIECES;
    return new SimulatedStages.Setup(
        new SimulatedStages.Images(device(image), width.loaders()),
        IntStream.range(0, width.lanes()).mapToObj(lane -> device(piece)).toList(),
        device(load.student() * millis),
        features);
  }

  private double pace(int warmUp, ObjIntConsumer<Runnable> work) {
    Instants instants = new Instants(warmUp + steps);
    work.accept(instants::tell, warmUp + steps);
    return instants.millisEach(warmUp, warmUp + steps);
  }

  private static SimulatedDevice device(double millis) {
    return new SimulatedDevice(millis, 0, Chance.of(0));
  }
}
