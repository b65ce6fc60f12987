package io.reflux.conformance.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.evaluate.EmbeddingSet;
import java.util.Arrays;

/** Rows in other columns. */
final class Columns {
  private Columns() {}

  /** Some columns of a set, from the first one on, in wider rows of zeros otherwise. */
  static EmbeddingSet of(EmbeddingSet set, int width, int from, int columns) {
    float[] rows = new float[set.count() * width];
    copy(set, from, columns, rows, 0);
    return new EmbeddingSet(rows, width, set.labels());
  }

  /** Copies some columns of a set into rows, to the places from one on. */
  static void copy(EmbeddingSet set, int from, int columns, float[] rows, int to) {
    int width = rows.length / set.count();
    for (int i = 0; i < set.count(); i++) {
      System.arraycopy(set.values(), i * set.size() + from, rows, i * width + to, columns);
    }
  }

  /** A JSON list of numbers. */
  static double[] numbers(JsonNode list) {
    double[] values = new double[list.size()];
    Arrays.setAll(values, i -> list.get(i).asDouble());
    return values;
  }
}
