package io.reflux.cli;

import io.reflux.delivery.ModelDescription;
import io.reflux.evaluate.PartWeights;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The weights of an embedding's parts that somebody asks for on the command line. */
final class WeightsOption {
  private static final String NONE = "none";

  private WeightsOption() {}

  /**
   * Reads them.
   *
   * @param asked a number for each part, or the name of one of the model's own weightings; empty
   *     for the one that the model chooses, {@code none} for its embedding as it is
   * @param model what the model says of itself
   * @param refuse told a sentence if there are no such weights; throws
   * @return empty if the embedding is to be measured as it is
   */
  static Optional<PartWeights> read(
      String asked, Optional<ModelDescription> model, Consumer<String> refuse) {
    if (asked.equals(NONE) || (asked.isEmpty() && model.isEmpty())) {
      return Optional.empty();
    }
    List<String> parts = model.map(ModelDescription::parts).orElse(List.of());
    if (!asked.isEmpty() && parts.isEmpty()) {
      refuse.accept("--weights " + asked + " (expected: none; the embedding has no parts)");
    }
    if (!asked.contains(",")) {
      try {
        return model.flatMap(described -> described.weights(asked));
      } catch (InputException e) {
        refuse.accept("--" + e.getMessage());
      }
    }
    return Optional.of(
        new PartWeights(
            numbers(asked, parts, refuse),
            model.map(described -> described.network().head().unitLength()).orElse(false)));
  }

  private static List<Double> numbers(String asked, List<String> parts, Consumer<String> refuse) {
    List<Double> numbers = List.of();
    try {
      numbers = Stream.of(asked.split(",", -1)).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      refuse.accept("--weights " + asked + " (expected: numbers)");
    }
    if (numbers.size() != parts.size()) {
      refuse.accept("--weights " + asked + " (expected: a number for each of " + parts + ")");
    }
    return numbers;
  }
}
