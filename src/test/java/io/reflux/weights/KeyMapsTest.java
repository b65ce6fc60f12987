package io.reflux.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyMapsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "dropped",
      value = {
        "same, module.conv1.weight, module.conv1.weight",
        "torchvision, layer1.0.conv1.weight, layer1.0.conv1.weight",
        "torchvision, module.conv1.weight, conv1.weight",
        "timm, layer1.0.downsample.0.weight, layer1.0.downsample.0.weight",
        "timm-mobilenet-v2, conv_stem.weight, features.0.0.weight",
        "timm-mobilenet-v2, bn1.running_mean, features.0.1.running_mean",
        "timm-mobilenet-v2, blocks.0.0.conv_dw.weight, features.1.conv.0.0.weight",
        "timm-mobilenet-v2, blocks.0.0.conv_pw.weight, features.1.conv.1.weight",
        "timm-mobilenet-v2, blocks.0.0.bn2.bias, features.1.conv.2.bias",
        "timm-mobilenet-v2, blocks.1.0.conv_pw.weight, features.2.conv.0.0.weight",
        "timm-mobilenet-v2, blocks.3.2.conv_dw.weight, features.9.conv.1.0.weight",
        "timm-mobilenet-v2, blocks.5.2.bn3.weight, features.16.conv.3.weight",
        "timm-mobilenet-v2, blocks.6.0.conv_pwl.weight, features.17.conv.2.weight",
        "timm-mobilenet-v2, conv_head.weight, features.18.0.weight",
        "timm-mobilenet-v2, classifier.bias, classifier.1.bias",
        "label-relaxation, model.conv1.weight, conv1.weight",
        "s2sd, model.last_linear.weight, last_linear.weight",
        "s2sd, layer_blocks.0.0.conv1.weight, dropped",
        "diva, model.last_linear.discriminative.weight, last_linear.discriminative.weight",
        "moco-v2, module.encoder_q.fc.0.weight, fc.0.weight",
        "moco-v2, module.encoder_k.conv1.weight, dropped",
        "moco-v2, module.queue_ptr, dropped",
        "simclr, layer1.0.conv1.weight, layer1.0.conv1.weight",
        "byol, module.encoder_q.conv1.weight, conv1.weight",
        "byol, module.encoder_t.conv1.weight, dropped",
        "swav, module.layer4.2.bn3.weight, layer4.2.bn3.weight",
        "swav, module.prototypes.weight, dropped",
        "swav, module.projection_head.0.weight, dropped",
        "simreg-student, encoder_q.module.conv1.weight, conv1.weight",
        "simreg-student, encoder_t.module.conv1.weight, dropped",
        "simreg-student, predict_q.module.0.weight, dropped"
      })
  void renamesAsPublished(String map, String key, String expected) {
    KeyMap named = Objects.requireNonNull(KeyMaps.all().get(map));
    assertThat(named.rename(key).orElse(null)).isEqualTo(expected);
  }

  @Test
  void aFitNamesAllThatIsMissingUnexpectedOrOfAnotherShape() {
    NamedTensors given =
        NamedTensors.NONE
            .with("conv1.weight", tensor(2, 3))
            .with("fc.weight", tensor(10, 4))
            .with("queue", tensor(1));
    List<WantedTensor> wanted =
        List.of(
            wanted("conv1.weight", 2, 3),
            wanted("bn1.weight", 2),
            new WantedTensor("bn1.num_batches_tracked", ElementType.INT64, new long[0]),
            wanted("fc.weight", 5, 4));
    KeyFit fit = KeyFit.of(given, wanted);
    assertThat(fit.fitting().names()).containsExactly("conv1.weight");
    assertThat(fit.missing()).isEqualTo(List.of("bn1.weight"));
    assertThat(fit.unexpected()).isEqualTo(List.of("queue"));
    assertThat(fit.misshapen())
        .isEqualTo(List.of("fc.weight: float32 [10, 4] (expected: float32 [5, 4])"));
    assertThatThrownBy(() -> fit.exact(Path.of("x.pth")))
        .hasMessage(
            "x.pth: missing: bn1.weight; unexpected: queue; other shapes: fc.weight: float32 [10,"
                + " 4] (expected: float32 [5, 4]) (expected: the network's keys; weights-strict ="
                + " false goes on without)");
  }

  @Test
  void anExactFitIsHandedOverInTheWantedTypes() throws IOException {
    HostTensor half = tensor(2).to(ElementType.FLOAT16);
    KeyFit fit = KeyFit.of(NamedTensors.NONE.with("a", half), List.of(wanted("a", 2)));
    assertThat(fit.exact(Path.of("x")).get("a")).isEqualTo(tensor(2));
  }

  @Test
  void aFileIsLoadedByItsKeyMapStrictlyOrNot() throws IOException {
    Path file = GoldenCheckpoints.FOLDER.resolve("03_labelrelaxation_best.pth");
    KeyMap keys = Objects.requireNonNull(KeyMaps.all().get("label-relaxation"));
    List<WantedTensor> wanted = List.of(wanted("conv1.weight", 3, 3, 3, 3), wanted("x", 1));
    KeyFit fit = new WeightsSource(file, Optional.empty(), keys, false).load(wanted);
    assertThat(fit.fitting().names()).containsExactly("conv1.weight");
    assertThat(fit.missing()).containsExactly("x");
    assertThatThrownBy(() -> new WeightsSource(file, Optional.empty(), keys, true).load(wanted))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("missing: x; unexpected: ");
    assertThatThrownBy(
            () ->
                new WeightsSource(file, Optional.empty(), keys, false)
                    .load(List.of(wanted("x", 1))))
        .hasMessageContaining("no tensor fits; missing: x");
  }

  private static WantedTensor wanted(String name, long... shape) {
    return new WantedTensor(name, ElementType.FLOAT32, shape);
  }

  private static HostTensor tensor(int... shape) {
    long[] sizes = java.util.Arrays.stream(shape).asLongStream().toArray();
    int count = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return HostTensor.of(new float[count], sizes);
  }
}
