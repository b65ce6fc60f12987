package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.List;
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
  void aRegNetsWidthsFitItsStagesAndItsGroups() {
    assertThat(problems("backbone = regnet-y-400mf, widths = [8, 16]"))
        .singleElement()
        .asString()
        .contains("network.widths", "a number for each of 4 stages");
    assertThat(problems("backbone = regnet-y-800mf, widths = [64, 144, 320, 780]"))
        .singleElement()
        .asString()
        .contains("network.widths", "multiples of the group width, 16");
  }

  @Test
  void aVectorOfOwnLayersIsDrawnOnceAndOnlyIfItIsAskedFor() {
    String all = "backbone = mobilenet-v3-small, heads { a { type = target-branch, size = 4, ";
    assertThat(names(all + "pooling = average } }")).noneMatch(n -> n.startsWith("classifier"));
    assertThat(names(all + "pooling = own } }, pooling = own"))
        .filteredOn(n -> n.contains("classifier"))
        .containsExactly("classifier.0.weight", "classifier.0.bias");
  }

  private static Stream<String> names(String settings) {
    return Settings.read(settings).build().keys().stream().map(Key::name);
  }

  private static List<?> problems(String settings) {
    Problems problems = new Problems();
    NetworkSettings.read(
        new Section(
            ConfigFactory.parseString(settings).root(), Defaults.NONE, "network", problems));
    return problems.all();
  }

  @Test
  void mistakesAreNoted() {
    assertThat(
            problems("backbone = resnet, poling = max, widths = [8], normalization { mean = [1] }"))
        .extracting(Object::toString)
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("network.normalization.mean"),
            p -> assertThat(p).contains("network.widths", "as many numbers as blocks has"),
            p -> assertThat(p).contains("network.poling", "nearest: pooling"));
  }
}
