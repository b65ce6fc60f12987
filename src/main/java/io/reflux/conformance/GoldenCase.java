package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A case of an objective, a miner or an optimizer, as its file says it.
 *
 * @param json the whole file
 */
public record GoldenCase(JsonNode json) {

  /** What is computed. */
  public String op() {
    return json.path("op").asText();
  }

  /** The settings. */
  public JsonNode params() {
    return json.path("params");
  }

  /** The inputs by name. */
  public JsonNode inputs() {
    return json.path("inputs");
  }

  /** An input that is a tensor. */
  public GoldenTensor input(String name) {
    if (!inputs().has(name)) {
      throw new IllegalArgumentException("inputs." + name + ": missing (expected: a tensor)");
    }
    return GoldenTensor.of(inputs().get(name));
  }

  /** An input that is a list of lists of whole numbers, ragged or not. */
  public int[][] inputRows(String name) {
    JsonNode ragged = inputs().path(name).path("ragged");
    return ragged.isMissingNode()
        ? input(name).intRows()
        : StreamSupport.stream(ragged.spliterator(), false)
            .map(r -> IntStream.range(0, r.size()).map(i -> r.get(i).asInt()).toArray())
            .toArray(int[][]::new);
  }

  /** What should come out. */
  public JsonNode expected() {
    return json.path("expected");
  }

  /** How close is close enough for a field of {@link #expected}. */
  public Tolerance tolerance(String field) {
    JsonNode all = json.path("tolerance");
    JsonNode own = all.path("overrides").path(field);
    JsonNode from = own.isMissingNode() ? all : own;
    return new Tolerance(from.path("rtol").asDouble(), from.path("atol").asDouble());
  }
}
