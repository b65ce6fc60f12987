package io.reflux.stage;

import io.reflux.engine.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of a batch that the cache could not answer, each key once.
 *
 * @param keys the missing keys
 * @param rows a row of the batch for each key
 * @param source for each row of the batch its place in {@code keys}, or -1 if the cache had it
 */
record MissingRows(long[] keys, int[] rows, int[] source) {

  /** What is missing from an answer of the cache. */
  static MissingRows of(Cache.Found found) {
    Map<Long, Integer> places = new LinkedHashMap<>();
    int[] source = new int[found.keys().length];
    int[] firstRows = new int[found.keys().length];
    for (int row = 0; row < source.length; row++) {
      if (found.present()[row]) {
        source[row] = -1;
      } else {
        Integer place = places.putIfAbsent(found.keys()[row], places.size());
        if (place == null) {
          place = places.size() - 1;
          firstRows[place] = row;
        }
        source[row] = place;
      }
    }
    long[] keys = places.keySet().stream().mapToLong(Long::longValue).toArray();
    return new MissingRows(keys, java.util.Arrays.copyOf(firstRows, keys.length), source);
  }

  /** The cache's rows with the computed ones put into their places. */
  Map<String, HostTensor> fill(Cache.Found found, Map<String, HostTensor> computed) {
    Map<String, HostTensor> filled = new LinkedHashMap<>();
    computed.forEach((name, rows) -> filled.put(name, fill(found.outputs().get(name), rows)));
    return filled;
  }

  private HostTensor fill(@org.jspecify.annotations.Nullable HostTensor had, HostTensor computed) {
    int rowLength = Math.toIntExact(computed.count() / keys.length);
    float[] values = had == null ? new float[source.length * rowLength] : had.floats();
    float[] fresh = computed.floats();
    for (int row = 0; row < source.length; row++) {
      if (source[row] >= 0) {
        System.arraycopy(fresh, source[row] * rowLength, values, row * rowLength, rowLength);
      }
    }
    long[] shape = computed.shape().clone();
    shape[0] = source.length;
    return HostTensor.of(values, shape);
  }
}
