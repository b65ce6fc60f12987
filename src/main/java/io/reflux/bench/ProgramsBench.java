package io.reflux.bench;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Measures ResNet-50 and ViT-S/14 as programs against eager PyTorch in float32, in the same run:
 * what {@code reflux bench programs} does.
 *
 * <p>Frozen is one batch from pixels to numbers in Java; training is forward, backward and a step
 * of SGD. The two parties take turns, and the ratio is the median over the turns, so that other
 * work on the machine falls on both.
 */
public final class ProgramsBench {
  private static final String OUTPUT = "embedding";
  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              "backbone = resnet50, embedding = 0",
              "eager_resnet50.py",
              List.of(
                  Party.frozen("frozen-float32", 1.4, Precision.FLOAT32),
                  Party.frozen("frozen-bfloat16", 2.6, Precision.BFLOAT16),
                  Party.training("training-float32", 1.25, Precision.FLOAT32),
                  Party.training("training-bfloat16", 2.6, Precision.BFLOAT16))),
          new Subject(
              "backbone = vit-small, patch = 14, embedding = 0, pooling = own",
              "eager_vit_small.py",
              List.of(
                  Party.frozen("vit-frozen-float32", 1.1, Precision.FLOAT32),
                  Party.frozen("vit-frozen-bfloat16", 2, Precision.BFLOAT16),
                  Party.training("vit-training-float32", 0.95, Precision.FLOAT32),
                  Party.training("vit-training-bfloat16", 1.6, Precision.BFLOAT16))));

  private final Size size;
  private final Consumer<String> report;
  private final UnaryOperator<String> networks;

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
    public static final Size USUAL = new Size(8, 224, 2, 11);

    /** As the scripts are given it. */
    String[] words() {
      return new String[] {
        Integer.toString(images), Integer.toString(side), Integer.toString(threads)
      };
    }
  }

  /**
   * A measured ratio.
   *
   * @param name what was measured
   * @param value PyTorch's time divided by ours
   * @param goal what the ratio should reach
   */
  public record Ratio(String name, double value, double goal) {}

  /**
   * A network that is measured.
   *
   * @param settings it, as a pipeline file would have it
   * @param script the peer
   * @param parties what is measured of it
   */
  private record Subject(String settings, String script, List<Party> parties) {}

  private static Network network(String settings) {
    Section section =
        new Section(
            ConfigFactory.parseString(settings).root(),
            ConfigFactory.empty().root(),
            "network",
            new Problems());
    return NetworkSettings.read(section).build();
  }

  private record Party(String name, double goal, boolean trains, Lowering lowering) {
    static Party frozen(String name, double goal, Precision precision) {
      return new Party(name, goal, false, Lowering.lane(Device.CPU, precision, OUTPUT));
    }

    static Party training(String name, double goal, Precision precision) {
      return new Party(name, goal, true, Lowering.training(precision, OUTPUT));
    }
  }

  /**
   * A measurement.
   *
   * @param report is told each time and ratio, a line each
   */
  public ProgramsBench(Size size, Consumer<String> report) {
    this(size, report, settings -> settings);
  }

  /**
   * The same of other networks.
   *
   * @param networks what stands for each, as a pipeline file would have it
   */
  ProgramsBench(Size size, Consumer<String> report, UnaryOperator<String> networks) {
    this.size = size;
    this.report = report;
    this.networks = networks;
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
    List<Ratio> ratios = new ArrayList<>();
    for (Subject subject : SUBJECTS) {
      ratios.addAll(run(subject, python));
    }
    return ratios;
  }

  private List<Ratio> run(Subject subject, String python) throws IOException {
    Network network = network(networks.apply(subject.settings()));
    Map<String, HostTensor> weights = network.initialWeights(Chance.of(0));
    Optional<EagerPeer> peer = EagerPeer.start(python, subject.script(), size.words());
    List<Ratio> ratios = new ArrayList<>();
    Path file = Files.createTempFile("reflux-bench", ".pt");
    try {
      for (Party party : subject.parties()) {
        network.lower(party.lowering(), weights, file);
        try (TimedProgram program = TimedProgram.load(file, party.trains(), size)) {
          measure(party, program, peer).ifPresent(ratios::add);
        }
      }
    } finally {
      Files.delete(file);
      peer.ifPresent(EagerPeer::close);
    }
    return ratios;
  }

  private Optional<Ratio> measure(Party party, TimedProgram program, Optional<EagerPeer> peer)
      throws IOException {
    double[] ours = new double[size.turns()];
    double[] theirs = new double[size.turns()];
    program.turn(); // warm-up
    for (int i = 0; i < size.turns(); i++) {
      ours[i] = program.turn();
      if (peer.isPresent()) {
        theirs[i] = peer.get().turn(party.trains() ? "train" : "infer");
      }
    }
    say("%s: %.1f ms", party.name(), Median.of(ours));
    if (peer.isEmpty()) {
      return Optional.empty();
    }
    Ratio ratio = new Ratio(party.name(), Median.ofRatios(theirs, ours), party.goal());
    say("  PyTorch %.1f ms: %.2f times", Median.of(theirs), ratio.value());
    return Optional.of(ratio);
  }

  private void say(String format, Object... values) {
    report.accept(String.format(Locale.ROOT, format, values));
  }
}
