package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackbonesTest {

  static Stream<String> names() {
    return Backbones.CATALOGUE.names().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyBackboneIsBuiltFromItsDefaults(String name) {
    Network network = Settings.read("backbone = " + name).build();
    assertThat(network.outputs()).contains("features", "embedding");
    assertThat(network.outputShapes(224).get("embedding")).containsExactly(1, 128);
    assertThat(network.keys()).extracting(Key::name).doesNotHaveDuplicates();
    assertThat(network.keys()).anyMatch(key -> key.part() == Key.Part.EMBEDDING);
  }

  @Test
  void mistakesAreNoted() {
    Problems problems = new Problems();
    NetworkSettings.read(
        new Section(
            ConfigFactory.parseString(
                    "backbone = resnet, poling = max, widths = [8], normalization { mean = [1] }")
                .root(),
            Defaults.NONE,
            "network",
            problems));
    assertThat(problems.all())
        .extracting(Object::toString)
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("network.normalization.mean"),
            p -> assertThat(p).contains("network.widths", "as many numbers as blocks has"),
            p -> assertThat(p).contains("network.poling", "nearest: pooling"));
  }
}
