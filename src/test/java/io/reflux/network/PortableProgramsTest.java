package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.HostTensor;
import io.reflux.network.Lowering.Input;
import io.reflux.network.Lowering.Use;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every program that a pipeline can have written runs on any device, as far as that can be told
 * where there is a processor only: its text names no device, and calls what only the processor has
 * only where it is meant for that. (Run on libtorch's device without data it can't be: convolutions
 * and batch norms are not there in C++. {@code src/test/python} does so in PyTorch.)
 */
class PortableProgramsTest {
  private static final List<String> OUTPUTS = List.of("embedding", "features");
  private static final long LARGE_IN_BYTES = 50_000_000;

  /** To ask where another tensor lies ({@code ops.prim.device}) is to name none. */
  private static final Pattern NAMED_DEVICE =
      Pattern.compile("(?<!ops\\.prim\\.)device|(?<!ops\\.prim\\.is_)cuda|\"cpu\"|pin_memory");

  /** Of the same text as a smaller one, with other numbers. */
  private static final Set<String> LARGER =
      Set.of(
          "resnet34",
          "resnet101",
          "vit-small",
          "vit-base",
          "vit-large",
          "dinov2-base",
          "dinov2-large",
          "dinov3-base",
          "dinov3-large",
          "siglip-so400m",
          "clip-base",
          "clip-large");

  /** Of a text of their own, but large: they are made small here. */
  private static final Map<String, String> SMALL =
      Map.of("dinov2-giant", "backbone = vit, perceptron = swiglu, layer-scale = 1");

  @TempDir Path folder;

  static Stream<String> networks() {
    List<String> all = new ArrayList<>();
    Backbones.CATALOGUE.names().stream()
        .filter(name -> !LARGER.contains(name))
        .sorted()
        .forEach(name -> all.add(SMALL.getOrDefault(name, "backbone = " + name)));
    all.add("backbone = conv4, l2-norm = true, bn-freeze = all");
    all.add("backbone = conv4, normalization.channels = bgr");
    all.add("backbone = mobilenet-v2, padding = same");
    all.add("backbone = resnet, stochastic-depth = 0.1, dropout = 0.1");
    Poolings.CATALOGUE.names().stream()
        .filter(name -> !name.equals("own"))
        .sorted()
        .forEach(name -> all.add("backbone = conv4, pooling = " + name));
    return all.stream();
  }

  @Test
  void whatIsLeftOutIsThere() {
    assertThat(Backbones.CATALOGUE.names()).containsAll(LARGER).containsAll(SMALL.keySet());
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("networks")
  void aProgramNamesNoDevice(String hocon) throws IOException {
    Network network = Settings.read(hocon + ", embedding = 16").build();
    Map<String, HostTensor> weights = zeros(network);
    for (Lowering lowering : lowerings(large(network))) {
      Path file = folder.resolve("program.pt");
      network.lower(lowering, weights, file);
      assertThat(text(file)).as("%s", lowering).doesNotContainPattern(NAMED_DEVICE);
      if (lowering.use() != Use.LANE) {
        assertThat(text(file)).as("%s", lowering).doesNotContain("mkldnn");
      }
    }
  }

  private static boolean large(Network network) {
    return network.keys().stream().mapToLong(PortableProgramsTest::bytes).sum() > LARGE_IN_BYTES;
  }

  /**
   * One of each use and precision, on pixels and on numbers by turns.
   *
   * @param few whether one does, for the sake of memory
   */
  private static List<Lowering> lowerings(boolean few) {
    if (few) {
      return List.of(Lowering.training(Precision.FLOAT32, "embedding", "features"));
    }
    List<Lowering> all = new ArrayList<>();
    int turn = 0;
    for (Use use : Use.values()) {
      for (Precision precision : Precision.values()) {
        Input input = List.of(Input.values()).get(turn++ % 2);
        if (use != Use.LANE || precision != Precision.FLOAT64) {
          all.add(new Lowering(use, precision, input, OUTPUTS));
        }
      }
      if (use == Use.TRAINING) {
        all.add(Lowering.training(Precision.BFLOAT16, "embedding", "features").inParts(2));
      }
      turn += Precision.values().length % 2 == 0 ? 1 : 0; // so that each precision has both
    }
    return all;
  }

  /** All of one piece of memory. */
  private static Map<String, HostTensor> zeros(Network network) {
    long most = network.keys().stream().mapToLong(PortableProgramsTest::bytes).max().orElseThrow();
    ByteBuffer memory = ByteBuffer.allocateDirect((int) most);
    Map<String, HostTensor> zeros = new LinkedHashMap<>();
    for (Key key : network.keys()) {
      ByteBuffer own = memory.duplicate().limit((int) bytes(key));
      zeros.put(
          key.name(),
          new HostTensor(key.type(io.reflux.engine.ElementType.FLOAT32), key.shape(), own));
    }
    return zeros;
  }

  private static long bytes(Key key) {
    long count = 1;
    for (long size : key.shape()) {
      count *= size;
    }
    return count * key.type(io.reflux.engine.ElementType.FLOAT32).bytes();
  }

  private static String text(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] code = zip.getInputStream(zip.getEntry("program/code/__torch__.py")).readAllBytes();
      return new String(code, StandardCharsets.UTF_8);
    }
  }
}
