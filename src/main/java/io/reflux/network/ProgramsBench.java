package io.reflux.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures ResNet-50 as programs against eager PyTorch in float32, in the same run: what {@code
 * reflux bench programs} does. The parties take turns, and of each the fastest turn counts, so that
 * other work on the machine falls on all alike.
 */
public final class ProgramsBench {
  private final Size size;
  private final Consumer<String> report;

  /**
   * How much is measured.
   *
   * @param images in a batch
   * @param side of an image in pixels
   * @param threads of each party
   * @param turns of each party
   */
  public record Size(int images, int side, int threads, int turns) {
    /** That of the goals: 8×3×224×224 on two cores. */
    public static final Size USUAL = new Size(8, 224, 2, 12);
  }

  /**
   * A measured ratio.
   *
   * @param name what was measured
   * @param value PyTorch's time divided by ours
   * @param goal what the ratio should reach
   */
  public record Ratio(String name, double value, double goal) {}

  private record Party(String name, double goal, boolean trains, Lowering lowering) {}

  private static final List<Party> PARTIES =
      List.of(
          new Party(
              "frozen-float32",
              1.2,
              false,
              Lowering.lane(Device.CPU, Precision.FLOAT32, "embedding")),
          new Party(
              "frozen-bfloat16",
              2.2,
              false,
              Lowering.lane(Device.CPU, Precision.BFLOAT16, "embedding")),
          new Party(
              "training-float32", 0.95, true, Lowering.training(Precision.FLOAT32, "embedding")),
          new Party(
              "training-bfloat16", 1.4, true, Lowering.training(Precision.BFLOAT16, "embedding")));

  /**
   * A measurement.
   *
   * @param report is told each time and ratio, a line each
   */
  public ProgramsBench(Size size, Consumer<String> report) {
    this.size = size;
    this.report = report;
  }

  /**
   * Measures on the calling thread, whose settings change.
   *
   * @param python the command of a Python that has torch
   * @return the ratios; none if that Python isn't there or has no torch
   * @throws IOException if programs can't be written to the folder for temporary files
   */
  public List<Ratio> run(String python) throws IOException {
    NativeThreads.prepare(size.threads(), true);
    Network network = network();
    Map<String, HostTensor> weights = network.initialWeights(Chance.of(0));
    Optional<EagerPeer> peer = EagerPeer.start(python, size);
    List<Ratio> ratios = new ArrayList<>();
    Path file = Files.createTempFile("reflux-bench", ".pt");
    try {
      for (Party party : PARTIES) {
        network.lower(party.lowering(), weights, file);
        measure(party, file, peer).ifPresent(ratios::add);
      }
    } finally {
      Files.delete(file);
      peer.ifPresent(EagerPeer::close);
    }
    return ratios;
  }

  private static Network network() {
    Backbone backbone = Backbones.CATALOGUE.withDefaults("resnet50");
    Wiring wiring = Wiring.blank();
    Signal map = backbone.draw(wiring, wiring.image());
    new EmbeddingHead(0, Pooling.AVERAGE, false, List.of()).draw(wiring, map, "embedding");
    return new Network(wiring.graph(), Normalization.NONE, NormFreeze.NONE, Map.of());
  }

  private Optional<Ratio> measure(Party party, Path file, Optional<EagerPeer> peer)
      throws IOException {
    double ours = Double.POSITIVE_INFINITY;
    double theirs = Double.POSITIVE_INFINITY;
    try (TensorScope scope = TensorScope.open("bench", Device.CPU);
        Program program = Program.load(file, scope)) {
      turn(party, program, scope); // warm-up
      for (int i = 0; i < size.turns(); i++) {
        ours = Math.min(ours, turn(party, program, scope));
        if (peer.isPresent()) {
          theirs = Math.min(theirs, peer.get().turn(party.trains()));
        }
      }
    }
    say("%s: %.1f ms", party.name(), ours);
    if (peer.isEmpty()) {
      return Optional.empty();
    }
    Ratio ratio = new Ratio(party.name(), theirs / ours, party.goal());
    say("  PyTorch %.1f ms: %.2f times (goal: %.2f)", theirs, ratio.value(), ratio.goal());
    return Optional.of(ratio);
  }

  /** One batch, in milliseconds. */
  private double turn(Party party, Program program, TensorScope scope) {
    try (TensorScope message = scope.inner()) {
      int side = size.side();
      NDArray pixels =
          message
              .manager()
              .randomUniform(0, 255, new Shape(size.images(), side, side, 3))
              .toType(DataType.UINT8, true);
      long start = System.nanoTime();
      if (party.trains()) {
        program.train();
        Autograd.backward(program.run("forward", new NDList(pixels)).head().pow(2).mean());
      } else {
        program.infer(new NDList(pixels)).head().toFloatArray();
      }
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private void say(String format, Object... values) {
    report.accept(String.format(Locale.ROOT, format, values));
  }
}
