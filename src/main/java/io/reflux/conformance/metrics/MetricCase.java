package io.reflux.conformance.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenTensor;
import io.reflux.conformance.Tolerance;
import io.reflux.evaluate.EmbeddingSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A case of a metric.
 *
 * @param json the case as its file says it
 * @param inputs its inputs, or those of the case that it refers to
 * @param datasets the named sets of embeddings
 */
record MetricCase(JsonNode json, JsonNode inputs, JsonNode datasets) {

  String operation() {
    return json.path("op").asText();
  }

  JsonNode params() {
    return json.path("params");
  }

  JsonNode expected() {
    return json.path("expected");
  }

  /** The embeddings and labels that the case is about. */
  EmbeddingSet set() {
    JsonNode data = inputs.has("dataset") ? datasets.path(inputs.path("dataset").asText()) : inputs;
    return set(data.path("embeddings"), ints(data.path("labels")));
  }

  /** A set of other names, as {@code query} and {@code query_labels}. */
  EmbeddingSet set(String rows, String labels) {
    return set(inputs.path(rows), ints(inputs.path(labels)));
  }

  /** Rows whose labels don't matter. */
  EmbeddingSet rows(String name) {
    GoldenTensor tensor = GoldenTensor.of(inputs.path(name));
    return new EmbeddingSet(
        floats(tensor), (int) tensor.shape()[1], new int[(int) tensor.shape()[0]]);
  }

  /** The labels alone. */
  int[] labels() {
    return inputs.has("labels") ? ints(inputs.path("labels")) : set().labels();
  }

  /** A tensor among the inputs, as float32. */
  float[] values(String name) {
    return floats(GoldenTensor.of(inputs.path(name)));
  }

  /** A list of whole numbers, plain or as a tensor. */
  static int[] ints(JsonNode node) {
    JsonNode numbers = node.has("data") ? node.path("data") : node;
    int[] values = new int[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.path(i).asInt();
    }
    return values;
  }

  /** Compares a number with an expected field; NaN equals NaN, and a range counts where given. */
  List<String> compare(String field, double actual) {
    JsonNode right = expected().path(field);
    List<String> differences = new ArrayList<>();
    if (right.asText().equals("NaN")) {
      if (!Double.isNaN(actual)) {
        differences.add(field + ": " + actual + " (expected: NaN)");
      }
    } else {
      tolerance().compare(field, actual, right.asDouble(), differences);
    }
    return differences;
  }

  /** Compares a vector with an expected field. */
  List<String> compare(String field, double[] actual) {
    List<String> differences = new ArrayList<>();
    JsonNode right = expected().path(field);
    double[] numbers = new double[right.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = right.path(i).asDouble();
    }
    double[] wanted = right.has("shape") ? GoldenTensor.of(right).data() : numbers;
    tolerance().compare(field, actual, wanted, differences);
    return differences;
  }

  /** Compares a number with {@code expected.range}. */
  List<String> compareWithRange(double actual) {
    double low = expected().path("range").path(0).asDouble() - tolerance().absolute();
    double high = expected().path("range").path(1).asDouble() + tolerance().absolute();
    return actual >= low && actual <= high
        ? List.of()
        : List.of("value: " + actual + " (expected: " + low + " … " + high + ")");
  }

  /** How close is close enough. */
  Tolerance tolerance() {
    JsonNode tolerance = json.path("tolerance");
    return new Tolerance(
        tolerance.path("rel").asDouble() + tolerance.path("rtol").asDouble(),
        tolerance.path("abs").asDouble() + tolerance.path("atol").asDouble());
  }

  private static EmbeddingSet set(JsonNode rows, int[] labels) {
    GoldenTensor tensor = GoldenTensor.of(rows);
    return new EmbeddingSet(floats(tensor), (int) tensor.shape()[1], labels);
  }

  private static float[] floats(GoldenTensor tensor) {
    float[] values = new float[tensor.data().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) tensor.data()[i];
    }
    return values;
  }
}
