package io.reflux.method;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the parts of an embedding are multiplied by in evaluation, before the rows are divided by
 * their lengths. Each weighting maps names of parts to weights.
 *
 * @param chosen the one that the metrics' plain names stand for; empty if the embedding is
 *     evaluated as it is
 * @param further others that are evaluated beside it, by name, in its order: their metrics are
 *     called {@code <name>/recall@1}
 */
public record Weightings(Map<String, Double> chosen, Map<String, Map<String, Double>> further) {
  /** Between the name of a weighting and that of a metric. */
  public static final String OF = "/";

  /** None: the embedding is evaluated as it is. */
  public static final Weightings NONE = new Weightings(Map.of(), Map.of());

  /** True if nothing is weighted. */
  public boolean none() {
    return chosen.isEmpty() && further.isEmpty();
  }

  /**
   * Reads {@code evaluated} and {@code weightings}.
   *
   * @param heads the parts, in the order of the weights
   * @param all the parts with those that are usually left out; may be the same
   */
  public static Weightings read(Section section, List<String> heads, List<String> all) {
    Map<String, Map<String, Double>> further = new LinkedHashMap<>();
    Section own = section.section("weightings");
    for (String name : new TreeSet<>(own.writtenKeys())) {
      if (!name.matches("[A-Za-z0-9._+-]+")) {
        own.refuse(name, "a name of letters, digits, . _ + -");
      }
      further.put(name, weights(own, name, heads, all));
      if (own.numbers(name, Range.NOT_NEGATIVE).isEmpty()) {
        own.refuse(name, "a number for each of " + String.join(", ", heads));
      }
    }
    own.finish();
    return new Weightings(weights(section, "evaluated", heads, all), further);
  }

  private static Map<String, Double> weights(
      Section section, String key, List<String> heads, List<String> all) {
    List<Double> weights = section.numbers(key, Range.NOT_NEGATIVE);
    List<String> parts = weights.size() == all.size() ? all : heads;
    Map<String, Double> named = new LinkedHashMap<>();
    if (!weights.isEmpty() && weights.size() != parts.size()) {
      section.refuse(key, "[], or a number for each of " + String.join(", ", heads));
      return named;
    }
    for (int i = 0; i < weights.size(); i++) {
      named.put(parts.get(i), weights.get(i));
    }
    return named;
  }
}
