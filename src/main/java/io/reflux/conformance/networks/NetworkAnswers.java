package io.reflux.conformance.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.conformance.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a network answered, compared with what a golden case expects.
 *
 * @param recipe knows our names of the outputs
 * @param names our names of the answers
 * @param answers in the order of the names
 * @param golden the case
 */
public record NetworkAnswers(
    NetworkRecipe recipe, List<String> names, NDList answers, JsonNode golden) {
  /** How many values the cases keep of a map, a parameter or a statistic. */
  static final int MOST_OF_A_MAP = 8;

  private static final int MOST_OF_A_ROW = 64;
  private static final int MOST_OF_A_DIFFERENCE = 16;

  /** How many times its noise a difference has to be, to be compared. */
  private static final double NOISES = 10;

  void compareStages(List<String> differences) {
    for (Map.Entry<String, JsonNode> each : golden.path("expected").path("stages").properties()) {
      if (recipe.answers(each.getKey())) {
        compareSummary(each.getKey(), answer(each), each.getValue(), differences);
      }
    }
  }

  void compareOutputs(List<String> differences) {
    JsonNode expected = golden.path("expected");
    for (Map.Entry<String, JsonNode> each : expected.path("outputs").properties()) {
      if (each.getValue().has("rows")) {
        compareRows(each.getKey(), answer(each), each.getValue(), differences);
      } else {
        compareSummary(each.getKey(), answer(each), each.getValue(), differences);
      }
    }
    if (expected.has("sample_difference")) {
      JsonNode difference = expected.get("sample_difference");
      compareDifference(
          answer(Map.entry(difference.path("of").asText(), difference)), difference, differences);
    }
  }

  /** Vectors, a row for each sample; long ones by their beginning and their sums. */
  void compareRows(String what, NDArray actual, JsonNode expected, List<String> differences) {
    JsonNode rows = expected.path("rows");
    if (!SameShape.check(what, actual.getShape().getShape(), expected.path("shape"), differences)) {
      return;
    }
    double[] values = values(actual);
    int width = values.length / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String name = what + " row " + i;
      double[] own = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      new Tolerance(0, 0).compare(name + " length", width, row.path("len").asInt(), differences);
      if (row.has("data")) {
        double[] data = numbers(row.get("data"));
        tolerance(largest(data)).compare(name, own, data, differences);
        continue;
      }
      double[] first = numbers(row.path("first"));
      tolerance(row.path("max_abs").asDouble())
          .compareFirst(name, own, MOST_OF_A_ROW, first, differences);
      double squares = row.path("sum_sq").asDouble();
      new Tolerance(0, relative() * Math.sqrt(width * squares))
          .compare(
              name + " sum", Arrays.stream(own).sum(), row.path("sum").asDouble(), differences);
      new Tolerance(relative(), 0)
          .compare(name + " sum of squares", squares(own), squares, differences);
    }
  }

  /** Any tensor by its shape, mean, deviation, largest value and beginning. */
  void compareSummary(String what, NDArray actual, JsonNode expected, List<String> differences) {
    if (!SameShape.check(what, actual.getShape().getShape(), expected.path("shape"), differences)) {
      return;
    }
    double[] values = values(actual);
    double mean = Arrays.stream(values).sum() / values.length;
    double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / values.length;
    double deviation = expected.path("std").asDouble();
    new Tolerance(0, relative() * deviation)
        .compare(what + " mean", mean, expected.path("mean").asDouble(), differences);
    new Tolerance(relative(), 0)
        .compare(what + " deviation", Math.sqrt(variance), deviation, differences);
    double most = expected.path("max_abs").asDouble();
    tolerance(most).compare(what + " largest", largest(values), most, differences);
    double[] first = numbers(expected.path("first8"));
    tolerance(most).compareFirst(what, values, MOST_OF_A_MAP, first, differences);
  }

  /** Outputs in 64 bits, each by its beginning and its sums. */
  void compareDoubles(List<String> differences) {
    for (Map.Entry<String, JsonNode> each : golden.path("expected").path("outputs").properties()) {
      String what = each.getKey() + " in 64 bits";
      double[] own = values(answer(each));
      double[] first = numbers(each.getValue().path("first8"));
      tolerance(largest(own)).compare(what, Arrays.copyOf(own, first.length), first, differences);
      double squares = each.getValue().path("sum_sq").asDouble();
      new Tolerance(0, relative() * Math.sqrt(own.length * squares))
          .compare(
              what + " sum",
              Arrays.stream(own).sum(),
              each.getValue().path("sum").asDouble(),
              differences);
      new Tolerance(relative(), 0)
          .compare(what + " sum of squares", squares(own), squares, differences);
    }
  }

  /** Where 32 bits can tell the samples apart; else the difference is one of roundings. */
  private void compareDifference(NDArray actual, JsonNode expected, List<String> differences) {
    double[] values = values(actual);
    int width = values.length / (int) actual.getShape().get(0);
    double[] own = new double[width];
    for (int i = 0; i < width; i++) {
      own[i] = values[i] - values[width + i];
    }
    double most = expected.path("max_abs").asDouble();
    if (most <= NOISES * noise(largest(values))) {
      return;
    }
    double[] first = numbers(expected.path("first"));
    new Tolerance(0, 5e-3 * most)
        .compareFirst("sample difference", own, MOST_OF_A_DIFFERENCE, first, differences);
    new Tolerance(1e-2, 0)
        .compare(
            "sample difference sum of squares",
            squares(own),
            expected.path("sum_sq").asDouble(),
            differences);
  }

  /** What rounding to 32 bits changes in values of this size in the original itself. */
  private double noise(double largest) {
    JsonNode usual = golden.path("tolerance");
    double tolerated = usual.path("rtol").asDouble() + usual.path("atol_scale").asDouble();
    return usual.path("float32_noise_fraction").asDouble() * tolerated * largest;
  }

  /** What was answered; S2SD hands on BN-Inception's pooled features as maps of one place. */
  private NDArray answer(Map.Entry<String, JsonNode> expected) {
    String name = expected.getKey();
    NDArray own = answers.get(names.indexOf(recipe.output(name)));
    boolean pooled = name.equals("extra_embeds") && own.getShape().dimension() == 2;
    return pooled
        ? own.expandDims(2).expandDims(3)
        : recipe.laidOut(name, own, SameShape.sizes(expected.getValue().path("shape")));
  }

  private Tolerance tolerance(double largest) {
    return new Tolerance(relative(), rule().path("atol_scale").asDouble() * largest);
  }

  private double relative() {
    return rule().path("rtol").asDouble();
  }

  /** The stricter rule where there is one: the usual one can't tell close variants apart. */
  private JsonNode rule() {
    JsonNode rule = golden.path("tolerance");
    return rule.has("strict") ? rule.get("strict") : rule;
  }

  public static double[] values(NDArray array) {
    try (NDArray exact = array.toType(DataType.FLOAT64, true)) {
      return exact.toDoubleArray();
    }
  }

  public static double[] numbers(JsonNode list) {
    double[] values = new double[list.size()];
    Arrays.setAll(values, i -> list.get(i).asDouble());
    return values;
  }

  public static double squares(double[] values) {
    return Arrays.stream(values).map(x -> x * x).sum();
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
