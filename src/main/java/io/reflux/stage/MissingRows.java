package io.reflux.stage;

import io.reflux.engine.HostTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch that the cache could not answer, each key once.
 *
 * @param keys the missing keys
 * @param rows a row of the batch for each key
 * @param source for each row of the batch its place in {@code keys}, or -1 if the cache had it
 */
record MissingRows(long[] keys, int[] rows, int[] source) {

  /** What is missing where there is no cache. */
  static MissingRows all(long[] keys) {
    return of(keys, new boolean[keys.length]);
  }

  /** What is missing from an answer of the cache. */
  static MissingRows of(Cache.Found found) {
    return of(found.keys(), found.present());
  }

  private static MissingRows of(long[] keys, boolean[] present) {
    Map<Long, Integer> places = new LinkedHashMap<>();
    int[] source = new int[keys.length];
    int[] firstRows = new int[keys.length];
    for (int row = 0; row < source.length; row++) {
      if (present[row]) {
        source[row] = -1;
      } else {
        Integer place = places.putIfAbsent(keys[row], places.size());
        if (place == null) {
          place = places.size() - 1;
          firstRows[place] = row;
        }
        source[row] = place;
      }
    }
    long[] missing = places.keySet().stream().mapToLong(Long::longValue).toArray();
    return new MissingRows(missing, Arrays.copyOf(firstRows, missing.length), source);
  }

  /** True if the cache had every row. */
  boolean isEmpty() {
    return keys.length == 0;
  }

  /**
   * The cache's rows with the computed ones put into their places.
   *
   * @param found the cache's rows by output; empty if it had none
   * @param computed a row for each missing key
   * @return {@code computed} itself if every row was missing, and no two are the same
   */
  Map<String, HostTensor> fill(Map<String, HostTensor> found, Map<String, HostTensor> computed) {
    if (keys.length == source.length) {
      return computed;
    }
    Map<String, HostTensor> filled = new LinkedHashMap<>();
    computed.forEach((name, rows) -> filled.put(name, fill(found.get(name), rows)));
    return filled;
  }

  private HostTensor fill(@Nullable HostTensor had, HostTensor computed) {
    RowGather gathered = new RowGather(computed, source.length);
    for (int row = 0; row < source.length; row++) {
      if (source[row] >= 0) {
        gathered.put(row, computed, source[row]);
      } else if (had != null) {
        gathered.put(row, had, row);
      }
    }
    return gathered.tensor();
  }
}
