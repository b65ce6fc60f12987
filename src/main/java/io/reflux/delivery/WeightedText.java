package io.reflux.delivery;

import io.reflux.method.Weightings;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;

/**
 * How a description says what the parts of an embedding are multiplied by: {@code weighted {
 * evaluated = […], weightings { … } }}, a number for each part of the network.
 */
final class WeightedText {
  static final String SECTION = "weighted";

  private WeightedText() {}

  static String of(NetworkSettings network, Weightings weightings) {
    List<String> parts = network.head().parts();
    StringBuilder text = new StringBuilder(SECTION + " {\n");
    text.append("evaluated = ").append(numbers(parts, weightings.chosen())).append('\n');
    text.append("weightings {\n");
    weightings
        .further()
        .forEach(
            (name, weights) ->
                text.append('"' + name + "\" = ").append(numbers(parts, weights)).append('\n'));
    return text.append("}\n}\n").toString();
  }

  static Weightings read(Section section, List<String> parts) {
    Weightings weightings = Weightings.read(section, parts, parts);
    section.finish();
    return weightings;
  }

  private static List<Double> numbers(List<String> parts, Map<String, Double> weights) {
    return weights.isEmpty()
        ? List.of()
        : parts.stream().map(part -> weights.getOrDefault(part, 0.0)).toList();
  }
}
