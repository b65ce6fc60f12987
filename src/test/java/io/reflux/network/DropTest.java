package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What training leaves out is what it is told to, and nothing of it is in a frozen network. */
class DropTest {
  private static final int ROWS = 3;
  private static final int SIDE = 16;
  private static final String VIT =
      "backbone = vit, width = 12, depth = 3, attention-heads = 2, patch = 8, image-side = 16,"
          + " layer-scale = 1, pooling = own, embedding = 5";
  private static final String RESNET =
      "backbone = resnet, blocks = [1, 2], widths = [4, 8], stem = tiny, embedding = 5";

  @TempDir Path folder;

  @Test
  void ratesGrowFromBlockToBlockAndDropoutIsTheLast() throws IOException {
    String rates = ", stochastic-depth = 0.2, dropout = 0.5";
    List<Double> branches = List.of(0.1, 0.1, 0.2, 0.2);
    assertThat(dropped(VIT + rates).subList(0, 4)).isEqualTo(branches);
    assertThat(dropped(VIT + rates).subList(4, 16)).containsOnly(0.5);
    assertThat(dropped(RESNET + ", stochastic-depth = 0.2")).containsExactly(0.1, 0.2);
    assertThat(dropped(VIT)).isEmpty();
  }

  /** A branch is left out as if its layer scale were 0, and kept as if that were larger. */
  @Test
  void aBranchIsScaledRowByRow() throws IOException {
    Network network = Settings.read(VIT + ", stochastic-depth = 0.2").build();
    Map<String, HostTensor> weights = weights(network);
    Map<String, HostTensor> without = new HashMap<>(weights);
    scale(without, "blocks.1.ls2.gamma", 1.25f);
    scale(without, "blocks.2.ls1.gamma", 0);
    float[] kept = {1, 1, 1, 1, 1, 1.25f, 0, 1, 1, 1, 1, 1};
    float[] answers = embed(network, weights, kept);
    float[] plain = embed(network.settled(), weights, new float[0]);
    float[] other = embed(network.settled(), without, new float[0]);
    System.arraycopy(other, 5, plain, 5, 5);
    assertThat(answers).containsExactly(plain, within(1e-5f));
    assertThat(distance(other, embed(network.settled(), weights, new float[0])))
        .isGreaterThan(1e-2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        VIT,
        RESNET,
        "backbone = convnext, blocks = [1, 1], widths = [4, 8], layer-scale = 1, embedding = 5",
        "backbone = regnet-y, blocks = [1, 1], widths = [8, 8], embedding = 5",
        "backbone = mobilenet-v2, width = 0.1, embedding = 5",
        "backbone = efficientnet, width = 0.1, embedding = 5"
      })
  void rowsThatAreKeptAreThoseOfTheNetworkWithoutIt(String hocon) throws IOException {
    Network network = Settings.read(hocon + ", stochastic-depth = 0.5, dropout = 0.5").build();
    Map<String, HostTensor> weights = weights(network);
    int columns = dropped(hocon + ", stochastic-depth = 0.5, dropout = 0.5").size();
    float[] kept = new float[ROWS * columns];
    Arrays.fill(kept, 1);
    float[] plain = embed(network.settled(), weights, new float[0]);
    assertThat(embed(network, weights, kept)).containsExactly(plain, within(1e-6f));
    Arrays.fill(kept, columns, 2 * columns, 0);
    float[] changed = embed(network, weights, kept);
    // Of a vector of which nothing is kept, the embedding is the bias.
    HostTensor bias =
        network.keys().stream()
            .filter(key -> key.part() == Key.Part.EMBEDDING && key.name().endsWith("bias"))
            .map(key -> Objects.requireNonNull(weights.get(key.name())))
            .findFirst()
            .orElseThrow();
    System.arraycopy(bias.floats(), 0, plain, 5, 5);
    assertThat(changed).containsExactly(plain, within(1e-6f));
  }

  @Test
  void frozenProgramsAndModelsAreTheSameToTheByte() throws IOException {
    for (String hocon : List.of(VIT, RESNET)) {
      Network plain = Settings.read(hocon).build();
      Network dropping = Settings.read(hocon + ", stochastic-depth = 0.2, dropout = 0.2").build();
      Map<String, HostTensor> weights = weights(plain);
      Lowering lane = Lowering.lane(Device.CPU, Precision.FLOAT32, "embedding");
      Lowering frozen = Lowering.inference(Precision.FLOAT32, "embedding");
      for (Lowering lowering : List.of(lane, frozen)) {
        plain.lower(lowering, weights, folder.resolve("plain"));
        dropping.lower(lowering, weights, folder.resolve("dropping"));
        assertThat(Files.mismatch(folder.resolve("plain"), folder.resolve("dropping")))
            .isEqualTo(-1);
      }
      plain.onnx(frozen, weights, folder.resolve("plain"), Map.of());
      dropping.onnx(frozen, weights, folder.resolve("dropping"), Map.of());
      assertThat(Files.mismatch(folder.resolve("plain"), folder.resolve("dropping"))).isEqualTo(-1);
    }
  }

  @Test
  void whatCanNotBeLeftOutIsRefused() {
    assertThat(problems("backbone = conv4, stochastic-depth = 0.1"))
        .containsExactly(
            "network.stochastic-depth: 0.1 (expected: 0: this backbone has no branches beside an"
                + " identity)");
    assertThat(problems("backbone = conv4, embedding = 0, dropout = 0.1"))
        .containsExactly(
            "network.dropout: 0.1 (expected: 0, or an embedding: nothing comes after what it leaves"
                + " out)");
  }

  private static List<String> problems(String hocon) {
    Problems problems = new Problems();
    NetworkSettings.read(
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "network", problems));
    return problems.all().stream()
        .map(String::valueOf)
        .map(line -> line.substring(line.indexOf("network.")))
        .toList();
  }

  private List<Double> dropped(String hocon) throws IOException {
    Network network = Settings.read(hocon).build();
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = load(network, weights(network), scope)) {
      return program.dropped();
    }
  }

  /** Embeddings by the training program, with what it is told to keep. */
  private float[] embed(Network network, Map<String, HostTensor> weights, float[] kept)
      throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = load(network, weights, scope)) {
      NDList given = new NDList(images(scope));
      if (kept.length > 0) {
        given.add(HostTensor.of(kept, ROWS, kept.length / ROWS).toNative(scope.manager()));
      }
      return Autograd.paused(() -> program.run("forward", given).head().toFloatArray());
    }
  }

  private Program load(Network network, Map<String, HostTensor> weights, TensorScope scope)
      throws IOException {
    Path file = folder.resolve("program.pt");
    network.lower(Lowering.training(Precision.FLOAT32, "embedding").onNumbers(), weights, file);
    return Program.load(file, scope);
  }

  private static NDArray images(TensorScope scope) {
    Draws draws = Chance.of(4).draws();
    float[] values = new float[ROWS * 3 * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return HostTensor.of(values, ROWS, 3, SIDE, SIDE).toNative(scope.manager());
  }

  private static Map<String, HostTensor> weights(Network network) {
    return network.initialWeights(Chance.of(3));
  }

  private static void scale(Map<String, HostTensor> weights, String key, float factor) {
    float[] values = Objects.requireNonNull(weights.get(key)).floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    weights.put(key, HostTensor.of(values, values.length));
  }

  private static double distance(float[] one, float[] other) {
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }
}
