package io.reflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.Campaign;
import io.reflux.engine.Device;
import io.reflux.network.Precision;
import io.reflux.setting.Defaults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every backbone that a pipeline file can name leaves as TorchScript, as weights and as ONNX, and
 * answers alike wherever it is opened; a new one is held to it without a line here. A build looks
 * at those of few weights, a campaign at the others.
 */
class EveryNetworkLeavesTest {
  private static final OpenModel.Place PLACE = new OpenModel.Place(Device.CPU, 1, 2);
  private static final long FEW = 10_000_000;
  private static final long MANY = 30_000_000;
  private static final int ROWS = 2;

  /** What the menu has beside backbones. */
  private static final Set<String> NONE = Set.of("any", "program", "head");

  private static final String SIGLIP =
      "vit, class-token = false, vector = attention, perceptron = gelu-tanh, pooling = own";

  /** Those of more than {@link #MANY} weights, and what is of the same text with fewer. */
  private static final Map<String, String> LARGE =
      Map.ofEntries(
          Map.entry("resnet101", "resnet50"),
          Map.entry("simclr-resnet50", "simclr-resnet50, width = 1"),
          Map.entry("regnet-y-8gf", "regnet-y-3-2gf"),
          Map.entry("convnext-small", "convnext-tiny"),
          Map.entry("convnext-base", "convnext-tiny"),
          Map.entry("vit-base", "vit-small"),
          Map.entry("vit-large", "vit-small"),
          Map.entry("dinov2-base", "dinov2-small"),
          Map.entry("dinov2-large", "dinov2-small"),
          Map.entry("dinov2-giant", "vit, perceptron = swiglu, layer-scale = 1, pooling = own"),
          Map.entry("dinov3-base", "dinov3-small"),
          Map.entry("dinov3-large", "dinov3-small"),
          Map.entry("siglip-base", SIGLIP),
          Map.entry("siglip-so400m", SIGLIP),
          Map.entry("clip-base", "clip"),
          Map.entry("clip-large", "clip"),
          Map.entry("unicom-base", "unicom"),
          Map.entry("unicom-large", "unicom"));

  @TempDir Path folder;

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(Defaults.known("network"));
    names.removeAll(NONE);
    return names;
  }

  static Stream<String> small() {
    return backbones().filter(each -> weights(each) <= FEW);
  }

  static Stream<String> large() {
    return backbones().filter(each -> weights(each) > FEW);
  }

  private static Stream<String> backbones() {
    return names().stream().map(name -> LARGE.getOrDefault(name, name)).distinct();
  }

  private static long weights(String backbone) {
    return Deliverables.network("backbone = " + backbone).weights();
  }

  @Test
  void onlyLargeOnesAreStoodInFor() {
    assertThat(names().stream().filter(name -> weights(name) > MANY))
        .containsExactlyInAnyOrderElementsOf(LARGE.keySet());
  }

  @ParameterizedTest
  @MethodSource("small")
  void answersAlikeWhereverItIsOpened(String backbone) throws IOException {
    answersAlike(backbone);
  }

  @ParameterizedTest
  @MethodSource("large")
  @Campaign
  void aLargeOneToo(String backbone) throws IOException {
    answersAlike(backbone);
  }

  private void answersAlike(String backbone) throws IOException {
    int side = backbone.startsWith("dinov2") ? 28 : 32;
    String network = "backbone = " + backbone + ", embedding = 8" + grid(backbone, side);
    List<Path> files =
        new ModelExport(Deliverables.of(network, side), Precision.FLOAT32)
            .write(
                EnumSet.of(ExportFormat.TORCHSCRIPT, ExportFormat.SAFETENSORS, ExportFormat.ONNX),
                folder);
    float[] expected = embeddings(files.get(0), side);
    float largest = 0;
    for (float each : expected) {
      largest = Math.max(largest, Math.abs(each));
    }
    assertThat(expected).hasSize(ROWS * 8);
    assertThat(largest).isPositive().isFinite();
    assertThat(embeddings(files.get(1), side)).containsExactly(expected, within(1e-5f * largest));
    assertThat(embeddings(files.get(2), side)).containsExactly(expected, within(1e-4f * largest));
  }

  /** Few patches, of images as they are here. */
  private static String grid(String backbone, int side) {
    boolean learnt = backbone.matches("(vit|clip|unicom|dinov2).*");
    return (learnt ? ", image-side = " + side : "")
        + (backbone.matches("(clip|unicom)(,.*)?") ? ", patch = 16" : "");
  }

  private static float[] embeddings(Path file, int side) throws IOException {
    try (OpenModel open = ModelFiles.open(file, PLACE)) {
      return open.embed(Deliverables.pixels(ROWS, side), ROWS).floats();
    }
  }
}
