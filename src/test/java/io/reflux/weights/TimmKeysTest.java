package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.network.Key;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and shapes of timm's published files, and the networks that take them. */
class TimmKeysTest {
  private static final Path LISTS = Path.of("src/test/resources/keys/timm");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convnext_tiny | timm-convnext | convnext-tiny, pooling = own",
        "convnext_base | timm-convnext | convnext-base, pooling = own",
        "mobilenetv3_small_100 | timm-mobilenet-v3-small | mobilenet-v3-small, pooling = own",
        "mobilenetv3_large_100 | timm-mobilenet-v3-large | mobilenet-v3-large, pooling = own",
        "efficientnet_b0 | timm-efficientnet | efficientnet-b0",
        "efficientnet_b3 | timm-efficientnet | efficientnet-b3",
        "regnety_004 | timm-regnet | regnet-y-400mf",
        "regnety_008 | timm-regnet | regnet-y-800mf, widths = [64, 128, 320, 768]",
        "regnety_080 | timm-regnet | regnet-y-8gf, widths = [168, 448, 896, 2016]"
      })
  void everyTensorHasItsPlace(String list, String map, String backbone) throws IOException {
    Network network = network(backbone + ", embedding = 1000, keys = torchvision");
    KeyMap keys = Objects.requireNonNull(KeyMaps.all().get(map));
    Map<String, List<Long>> taken = new LinkedHashMap<>();
    published(list)
        .forEach(
            (name, shape) ->
                taken.put(keys.rename(name).orElseThrow(), list(keys.shape(name, shape))));
    Map<String, List<Long>> wanted = new LinkedHashMap<>();
    for (Key key : network.keys()) {
      if (key.type() == ElementType.FLOAT32) {
        wanted.put(key.name(), list(key.shape()));
      }
    }
    assertThat(taken).isEqualTo(wanted);
  }

  @Test
  void aBackboneWithAnotherPoolingLeavesTheClassifier() throws IOException {
    Network network = network("mobilenet-v3-small, pooling = average, embedding = 16");
    assertThat(network.keys()).noneMatch(key -> key.name().startsWith("classifier"));
    KeyMap keys = Objects.requireNonNull(KeyMaps.all().get("timm-mobilenet-v3-small"));
    KeyFit fit = fit("mobilenetv3_small_100", keys, network);
    assertThat(fit.report()).isEmpty();
  }

  @Test
  void tensorsArriveInTheNetworksShapes() throws IOException {
    Network network = network("convnext-tiny, pooling = own, embedding = 16");
    KeyMap keys = Objects.requireNonNull(KeyMaps.all().get("timm-convnext"));
    KeyFit fit = fit("convnext_tiny", keys, network);
    assertThat(fit.report()).isEmpty();
    assertThat(fit.fitting().get("features.1.0.layer_scale").shape()).containsExactly(96, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "downsample_layers.0.0.weight, features.0.0.weight",
    "downsample_layers.2.1.bias, features.4.1.bias",
    "stages.2.8.gamma, features.5.8.layer_scale",
    "stages.0.1.dwconv.weight, features.1.1.block.0.weight",
    "stages.3.2.pwconv2.bias, features.7.2.block.5.bias",
    "norm.weight, classifier.0.weight",
    "head.bias, classifier.2.bias"
  })
  void theAuthorsNamesOfConvNextAreKnownToo(String name, String expected) {
    KeyMap keys = Objects.requireNonNull(KeyMaps.all().get("timm-convnext"));
    assertThat(keys.rename(name)).contains(expected);
  }

  private static KeyFit fit(String list, KeyMap keys, Network network) throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    published(list)
        .forEach(
            (name, shape) -> {
              long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
              tensors.put(name, HostTensor.of(new float[Math.toIntExact(count)], shape));
            });
    List<WantedTensor> wanted =
        network.keys().stream()
            .map(
                key ->
                    new WantedTensor(
                        key.name(),
                        key.type(),
                        key.shape(),
                        key.part() == Key.Part.BACKBONE,
                        false))
            .toList();
    return KeyFit.of(keys.apply(new NamedTensors(tensors)), wanted).by(keys, wanted);
  }

  private static Map<String, long[]> published(String list) throws IOException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (String line : Files.readAllLines(LISTS.resolve(list + ".txt"))) {
      String[] parts = line.split(" ", -1);
      shapes.put(
          parts[0], Arrays.stream(parts[1].split("x", -1)).mapToLong(Long::parseLong).toArray());
    }
    return shapes;
  }

  private static List<Long> list(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  private static Network network(String backbone) {
    Problems problems = new Problems();
    Section section =
        new Section(
            ConfigFactory.parseString("backbone = " + backbone).root(),
            Defaults.NONE,
            "network",
            problems);
    Network network = NetworkSettings.read(section).build();
    assertThat(problems.all()).isEmpty();
    return network;
  }
}
