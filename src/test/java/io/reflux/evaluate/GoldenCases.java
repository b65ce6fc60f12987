package io.reflux.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the golden cases of metrics. */
final class GoldenCases {
  private static final String FOLDER = "/golden/metrics/";

  private GoldenCases() {}

  static List<JsonNode> of(String file) {
    List<JsonNode> cases = new ArrayList<>();
    read(file).get("cases").forEach(cases::add);
    return cases;
  }

  static JsonNode dataset(JsonNode golden) {
    JsonNode inputs = golden.get("inputs");
    return inputs.has("dataset") ? read("data.json").get(inputs.get("dataset").asText()) : inputs;
  }

  static EmbeddingSet embeddings(JsonNode golden) {
    JsonNode data = dataset(golden);
    return set(data.get("embeddings"), data.get("labels"));
  }

  static EmbeddingSet set(JsonNode matrix, JsonNode labels) {
    return new EmbeddingSet(
        floats(matrix.get("data")), matrix.get("shape").get(1).asInt(), ints(labels));
  }

  static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).asDouble();
    }
    return values;
  }

  static int[] ints(JsonNode node) {
    JsonNode numbers = node.has("data") ? node.get("data") : node;
    int[] values = new int[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).asInt();
    }
    return values;
  }

  private static JsonNode read(String file) {
    try (InputStream stream = GoldenCases.class.getResourceAsStream(FOLDER + file)) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
