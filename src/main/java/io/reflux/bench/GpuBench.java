package io.reflux.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.Staging;
import io.reflux.engine.TensorScope;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.stage.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * What a device does with the programs that pipelines have written: how fast, and whether it gives
 * the same bits twice. What {@code reflux bench gpu} does.
 */
public final class GpuBench {
  private static final String OUTPUT = "embedding";
  private static final int STEPS = 5;
  private static final int SNAPSHOTS = 20;
  private static final int COPIED_FLOATS = 1 << 24;
  private static final String IMAGES_A_SECOND = "images/s";

  private final String network;
  private final Device device;
  private final ProgramsBench.Size size;

  /**
   * A measurement.
   *
   * @param network the name of a backbone
   * @param device where
   * @param size how much
   */
  public GpuBench(String network, Device device, ProgramsBench.Size size) {
    this.network = network;
    this.device = device;
    this.size = size;
  }

  /** Measures on the calling thread, whose settings change, and on two more. */
  public List<BenchCase> run() throws IOException {
    NativeThreads.prepare(size.threads(), true);
    Path folder = Files.createTempDirectory("reflux-bench");
    Path training = folder.resolve("training.pt");
    Path exact = folder.resolve("exact.pt");
    Path lane = folder.resolve("lane.pt");
    try {
      lower(Lowering.training(Precision.FLOAT32, OUTPUT), training);
      lower(Lowering.training(Precision.FLOAT64, OUTPUT), exact);
      lower(Lowering.lane(device, Precision.FLOAT32, OUTPUT), lane);
      List<BenchCase> cases = new ArrayList<>();
      cases.addAll(copies());
      cases.add(lanes(lane, 1));
      cases.add(lanes(lane, 2));
      cases.addAll(training(training));
      cases.add(difference(training, exact));
      return cases;
    } finally {
      for (Path file : List.of(training, exact, lane, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * 64 MiB there, from ordinary memory, from page-locked memory as a lane fills it, and from
   * ordinary memory by way of the other as a student takes its images; and back.
   */
  private List<BenchCase> copies() {
    HostTensor host = HostTensor.of(new float[COPIED_FLOATS], COPIED_FLOATS);
    Shape shape = new Shape(COPIED_FLOATS);
    int bytes = host.data().remaining();
    double[] pageable = new double[size.turns()];
    double[] pinned = new double[size.turns()];
    double[] staged = new double[size.turns()];
    double[] back = new double[size.turns()];
    try (TensorScope scope = TensorScope.open("bench", device);
        Staging staging = Staging.to(device)) {
      for (int i = 0; i < size.turns(); i++) {
        try (TensorScope turn = scope.inner()) {
          NDManager there = turn.manager();
          pageable[i] = rate(bytes, () -> host.toNative(there));
          ByteBuffer room = staging.room(bytes);
          DataType type = DataType.FLOAT32;
          pinned[i] = rate(bytes, () -> Staging.tensor(room, shape, type, there));
          staged[i] = rate(bytes, () -> staging.shown(host.data(), shape, type, there));
          NDArray copy = host.toNative(there);
          back[i] = rate(bytes, () -> HostTensor.copyOf(copy));
        }
      }
    }
    return List.of(
        BenchCase.atLeast(1, "copy-there-pageable", median(pageable), "GB/s"),
        BenchCase.atLeast(1, "copy-there-pinned", median(pinned), "GB/s"),
        BenchCase.atLeast(1, "copy-there-staged", median(staged), "GB/s"),
        BenchCase.atLeast(1, "copy-back-pageable", median(back), "GB/s"));
  }

  /** Gigabytes a second. */
  private static double rate(int bytes, Supplier<?> copying) {
    long start = System.nanoTime();
    Objects.requireNonNull(copying.get());
    return (double) bytes / Math.max(1, System.nanoTime() - start);
  }

  /** Teacher lanes on one device, each with a thread and a network of its own. */
  private BenchCase lanes(Path program, int count) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<Double>> lanes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lanes.add(() -> lane(program));
      }
      double sum = 0;
      for (Future<Double> each : threads.invokeAll(lanes)) {
        sum += each.get();
      }
      return BenchCase.atLeast(1, "lanes-" + count, sum, IMAGES_A_SECOND);
    } catch (ExecutionException e) {
      throw new IOException("a lane on " + device + " failed", Failures.cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while lanes were measured", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private double lane(Path program) {
    NativeThreads.prepare(size.threads(), false);
    int bytes = size.images() * size.side() * size.side() * 3;
    Images images = new Images(ByteBuffer.allocateDirect(bytes), size.images(), size.side());
    try (FrozenNetwork frozen =
        new FrozenNetwork(program, List.of(OUTPUT), device, size.images())) {
      frozen.infer(images); // warm-up
      long start = System.nanoTime();
      for (int i = 0; i < size.turns(); i++) {
        frozen.infer(images);
      }
      return size.turns() * size.images() * 1e9 / (System.nanoTime() - start);
    }
  }

  private List<BenchCase> training(Path file) throws IOException {
    double[] times = new double[size.turns()];
    Map<String, HostTensor> halfway;
    Map<String, HostTensor> end;
    int leaked;
    try (TimedProgram program = TimedProgram.load(file, true, size, device)) {
      steps(program);
      halfway = program.state();
      steps(program);
      end = program.state();
      int before = program.liveTensors();
      for (int i = 0; i < SNAPSHOTS; i++) {
        program.state();
      }
      leaked = program.liveTensors() - before;
      for (int i = 0; i < times.length; i++) {
        times[i] = program.turn();
      }
    }
    boolean twice;
    try (TimedProgram program = TimedProgram.load(file, true, size, device)) {
      steps(program);
      steps(program);
      twice = program.state().equals(end);
    }
    boolean resumed;
    try (TimedProgram program = TimedProgram.load(file, true, size, device)) {
      program.restore(halfway);
      steps(program);
      resumed = program.state().equals(end);
    }
    return List.of(
        BenchCase.atMost(10_000, "training-step", median(times), "ms"),
        BenchCase.atLeast(1, "two-runs-bit-equal", twice ? 1 : 0, BenchCase.TIMES),
        BenchCase.atLeast(1, "resume-bit-equal", resumed ? 1 : 0, BenchCase.TIMES),
        BenchCase.atMost(0, "tensors-left-by-20-snapshots", leaked, "tensors"));
  }

  private static void steps(TimedProgram program) {
    for (int i = 0; i < STEPS; i++) {
      program.turn();
    }
  }

  /** The largest difference of an answer, beside the largest answer. */
  private BenchCase difference(Path single, Path exact) throws IOException {
    double[] ours;
    double[] theirs;
    try (TimedProgram program = TimedProgram.load(single, false, size, device)) {
      ours = program.answer();
    }
    try (TimedProgram program = TimedProgram.load(exact, false, size, device)) {
      theirs = program.answer();
    }
    double largest = 0;
    double off = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(theirs[i]));
      off = Math.max(off, Math.abs(ours[i] - theirs[i]));
    }
    return BenchCase.atMost(1e-4, "float32-beside-float64", off / largest, "of the largest");
  }

  private void lower(Lowering lowering, Path file) throws IOException {
    Section section =
        new Section(
            ConfigFactory.parseString("backbone = " + network + ", embedding = 128").root(),
            Defaults.NONE,
            "network",
            new Problems());
    Network described = NetworkSettings.read(section).build();
    described.lower(lowering, described.initialWeights(Chance.of(0)), file);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
