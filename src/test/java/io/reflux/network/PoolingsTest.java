package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Catalogue;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pooling against plain loops over the map, and backbones that have none. */
class PoolingsTest {
  private static final int CHANNELS = 6;
  private static final int SIDE = 24;

  @TempDir Path folder;

  /**
   * Those that make a number of each channel; the others have tests and golden cases of their own.
   */
  static Stream<String> names() {
    return Poolings.CATALOGUE.names().stream()
        .filter(name -> !name.equals("own-average") && !name.equals("attention"));
  }

  @Test
  void theOwnVectorAndTheMeanStandBesideEachOther() throws IOException {
    Network network =
        Settings.read("backbone = vit, width = 6, patch = 8, embedding = 0, pooling = own-average")
            .build();
    Path file = folder.resolve("joined.pt");
    network.lower(
        Lowering.inference(Precision.FLOAT64, "norm", "features").onNumbers(),
        network.initialWeights(Chance.of(4)),
        file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      NDArray images = scope.manager().arange(2f * 3 * SIDE * SIDE).sin().reshape(2, 3, SIDE, SIDE);
      NDList answers = program.infer(new NDList(images));
      double[] norm = answers.get(0).toDoubleArray();
      double[] joined = answers.get(1).toDoubleArray();
      for (int i = 0; i < 2 * CHANNELS; i++) {
        int start = i / CHANNELS * 10 * CHANNELS + i % CHANNELS;
        double mean = 0;
        for (int place = 1; place <= 9; place++) {
          mean += norm[start + place * CHANNELS] / 9;
        }
        int at = i / CHANNELS * 2 * CHANNELS + i % CHANNELS;
        assertThat(joined[at]).isEqualTo(norm[start]);
        assertThat(joined[at + CHANNELS]).isCloseTo(mean, offset(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void poolsAllPlacesOfAMap(String name) throws IOException {
    Network network =
        Settings.read("backbone = conv4, widths = [4, 6], embedding = 0, pooling = " + name)
            .build();
    Path file = folder.resolve("pooled.pt");
    network.lower(
        Lowering.inference(Precision.FLOAT64, "map2", "features").onNumbers(),
        network.initialWeights(Chance.of(4)),
        file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      NDArray images = scope.manager().arange(2f * 3 * SIDE * SIDE).sin().reshape(2, 3, SIDE, SIDE);
      NDList answers = program.infer(new NDList(images));
      double[] map = answers.get(0).toDoubleArray();
      double[] pooled = answers.get(1).toDoubleArray();
      assertThat(pooled).hasSize(2 * CHANNELS);
      int places = map.length / pooled.length;
      for (int i = 0; i < pooled.length; i++) {
        double[] all = Arrays.copyOfRange(map, i * places, (i + 1) * places);
        assertThat(pooled[i]).isCloseTo(formula(name).applyAsDouble(all), offset(1e-12));
      }
      assertThat(DoubleStream.of(pooled).max().orElseThrow()).isPositive();
    }
  }

  private static ToDoubleFunction<double[]> formula(String name) {
    ToDoubleFunction<double[]> mean = x -> Arrays.stream(x).average().orElseThrow();
    ToDoubleFunction<double[]> maximum = x -> Arrays.stream(x).max().orElseThrow();
    return switch (name) {
      case "average", "own" -> mean;
      case "max" -> maximum;
      case "average-max" -> x -> mean.applyAsDouble(x) + maximum.applyAsDouble(x);
      case "average-lp2" -> x -> mean.applyAsDouble(x) + norm(x, 2);
      case "average-lp3" -> x -> mean.applyAsDouble(x) + norm(x, 3);
      default -> throw new AssertionError(name + " has no formula here");
    };
  }

  private static double norm(double[] x, int power) {
    return Math.pow(Arrays.stream(x).map(v -> Math.pow(v, power)).sum(), 1.0 / power);
  }

  @Test
  void aBackboneWithoutMapsHasItsOwnVector() {
    Problems problems = new Problems();
    Network network = read("backbone = mapless, pooling = own", problems).build();
    assertThat(problems.all()).isEmpty();
    assertThat(network.outputs()).containsExactly("features", "embedding");
    assertThat(network.outputShapes(SIDE).get("features")).containsExactly(1, 3);
  }

  @Test
  void poolingsOfMapsThatAreNotThereAreRefused() {
    Problems problems = new Problems();
    NetworkSettings settings =
        read(
            "backbone = mapless, pooling = max\n"
                + "heads { a { type = target-branch, pooling = max } }",
            problems);
    assertThat(problems.all())
        .extracting(Object::toString)
        .containsExactly(
            "String:1: network.pooling: \"max\" (expected: own; this backbone has no map)",
            "String:2: network.heads.a.pooling: \"max\" (expected: own; this backbone has no map)");
    assertThatThrownBy(settings::build)
        .hasMessage("pooling: of maps (expected: own; this backbone has no map)");
  }

  private static NetworkSettings read(String hocon, Problems problems) {
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "network", problems);
    return NetworkSettings.read(
        section, new Catalogue<Backbone>("network").with("mapless", s -> new MeanColour()));
  }

  /** A backbone without maps: the mean of each colour. */
  private record MeanColour() implements Backbone {
    @Override
    public Features draw(GraphBuilder builder, Value image) {
      Value means = Features.of(image).vector(builder);
      return new Features(Optional.empty(), Optional.of(means));
    }
  }
}
