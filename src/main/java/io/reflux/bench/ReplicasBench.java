package io.reflux.bench;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.engine.NativeThreads;
import io.reflux.method.Method;
import io.reflux.method.Methods;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.objective.Dimensions;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.ProgramStudent;
import io.reflux.train.StepInput;
import io.reflux.train.StepWatch;
import io.reflux.train.StudentParts;
import io.reflux.train.StudentPlace;
import io.reflux.train.TrainingLength;
import io.reflux.train.ViewImages;
import io.reflux.train.WeightPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures what a second processor is worth to a student: steps of ResNet-18 with two replicas, a
 * thread each, beside those of one with one thread, and of one with two. All take turns, and a
 * ratio is the median over the turns, so that other work on the machine falls on all.
 */
public final class ReplicasBench {
  private static final String OUTPUT = "embedding";
  private static final String NETWORK = "backbone = resnet18, embedding = 64";
  private static final int CLASSES = 4;

  private final int images;
  private final int side;
  private final Consumer<String> report;

  /**
   * A measurement.
   *
   * @param images in a batch; even
   * @param side of an image in pixels
   * @param report is told the times, a line each
   */
  public ReplicasBench(int images, int side, Consumer<String> report) {
    this.images = images;
    this.side = side;
    this.report = report;
  }

  /**
   * Measures on the calling thread, whose settings change.
   *
   * @param turns steps that each party takes after one that isn't timed
   * @throws IOException if the program can't be written to the folder for temporary files
   */
  public List<BenchCase> run(int turns) throws IOException {
    Network network = read(NETWORK, NetworkSettings::read).build();
    Path file = Files.createTempFile("reflux-bench", ".pt");
    try {
      Lowering lowering = Lowering.training(Precision.FLOAT32, OUTPUT);
      network.lower(lowering, network.initialWeights(Chance.of(0)), file);
      Turns times = new Turns(turns);
      try (ProgramStudent one = student(file, network, 1);
          ProgramStudent two = student(file, network, 2)) {
        for (int turn = -1; turn < turns; turn++) {
          times.note(turn, millis(one, 1), millis(two, 1), millis(one, 2));
        }
      }
      return cases(times);
    } finally {
      Files.delete(file);
    }
  }

  /** Milliseconds of each party, turn by turn. */
  private record Turns(double[] one, double[] two, double[] wide) {
    Turns(int count) {
      this(new double[count], new double[count], new double[count]);
    }

    /** Those before the first turn are left out. */
    void note(int turn, double byOne, double byTwo, double byWide) {
      if (turn >= 0) {
        one[turn] = byOne;
        two[turn] = byTwo;
        wide[turn] = byWide;
      }
    }
  }

  private List<BenchCase> cases(Turns times) {
    report.accept(
        String.format(
            Locale.ROOT,
            "one replica %.0f ms, with two threads %.0f ms; two replicas %.0f ms",
            Median.of(times.one()),
            Median.of(times.wide()),
            Median.of(times.two())));
    return List.of(
        BenchCase.atLeast(
            1.7, "two-replicas", Median.ofRatios(times.one(), times.two()), BenchCase.TIMES),
        BenchCase.atLeast(
            0.95,
            "two-replicas-beside-two-threads",
            Median.ofRatios(times.wide(), times.two()),
            BenchCase.TIMES));
  }

  private ProgramStudent student(Path program, Network network, int devices) {
    Method method = read("type = proxy-anchor", Methods.CATALOGUE::read);
    return new ProgramStudent(
        new StudentParts(
            program,
            List.of(OUTPUT),
            key -> WeightPlace.in("network"),
            method,
            new Dimensions(CLASSES, images, network.rowShapes(side), Map.of()),
            read("type = sgd, lr = 1e-3", OptimizerSettings::read),
            (step, length) -> 1,
            new TrainingLength(1, 1),
            new StudentPlace(Collections.nCopies(devices, Device.CPU), 1, 0, false),
            false,
            Chance.of(0),
            Optional.empty()));
  }

  private double millis(ProgramStudent student, int threads) {
    NativeThreads.prepare(threads, true);
    return 1e3 * student.step(batch(), StepWatch.NONE).seconds();
  }

  /** The same pixels each time, of no pattern. */
  private StepInput batch() {
    int[] rows = IntStream.range(0, images).toArray();
    long[] shape = {images, side, side, 3};
    return new StepInput(
        List.of(new ViewImages(List.of(0), TimedProgram.pixels(shape))),
        Arrays.stream(rows).map(row -> row % CLASSES).toArray(),
        rows,
        1,
        0,
        Map.of(),
        List.of(),
        1);
  }

  private static <T> T read(String settings, Function<Section, T> reader) {
    return reader.apply(
        new Section(
            ConfigFactory.parseString(settings).root(),
            ConfigFactory.empty().root(),
            "bench",
            new Problems()));
  }
}
