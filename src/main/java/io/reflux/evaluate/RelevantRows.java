package io.reflux.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which rows of a gallery carry which label. */
final class RelevantRows {
  private static final int[] NONE = {};

  private final Map<Integer, int[]> byLabel = new HashMap<>();

  RelevantRows(int[] labels) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int label : labels) {
      counts.merge(label, 1, Integer::sum);
    }
    counts.forEach((label, count) -> byLabel.put(label, new int[count]));
    Map<Integer, Integer> filled = new HashMap<>();
    for (int row = 0; row < labels.length; row++) {
      int place = filled.merge(labels[row], 1, Integer::sum) - 1;
      byLabel.getOrDefault(labels[row], NONE)[place] = row;
    }
  }

  /** The rows with a label, ascending, without the row {@code self}; pass -1 to keep all. */
  int[] of(int label, int self) {
    int[] rows = byLabel.getOrDefault(label, NONE);
    return self < 0 ? rows : Arrays.stream(rows).filter(r -> r != self).toArray();
  }
}
