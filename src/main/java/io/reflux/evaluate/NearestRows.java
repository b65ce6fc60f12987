package io.reflux.evaluate;

import java.util.Arrays;

/** The best k rows of every query so far: a heap for each, the worst on top. */
final class NearestRows {
  private final int k;
  private final long[] heaps;
  private final int[] sizes;

  NearestRows(int queries, int k) {
    this.k = k;
    this.heaps = new long[Math.multiplyExact(queries, k)];
    this.sizes = new int[queries];
  }

  /** Considers the rows from {@code firstRow} on, except {@code self}. */
  void offer(int query, float[] scores, int firstRow, int self) {
    int base = query * k;
    float threshold = threshold(query);
    for (int j = 0; j < scores.length; j++) {
      if (scores[j] >= threshold && firstRow + j != self) {
        long key = RankCounter.key(scores[j], firstRow + j);
        if (sizes[query] < k) {
          rise(base, sizes[query]++, key);
        } else if (key < heaps[base]) {
          sink(base, key);
        }
        threshold = threshold(query);
      }
    }
  }

  /** The rows of each query, the nearest first; -1 where there were fewer than k. */
  int[][] rows() {
    int[][] rows = new int[sizes.length][k];
    for (int query = 0; query < sizes.length; query++) {
      long[] keys = Arrays.copyOfRange(heaps, query * k, query * k + sizes[query]);
      Arrays.sort(keys);
      Arrays.fill(rows[query], -1);
      for (int i = 0; i < keys.length; i++) {
        rows[query][i] = (int) keys[i];
      }
    }
    return rows;
  }

  private float threshold(int query) {
    return sizes[query] < k ? Float.NEGATIVE_INFINITY : RankCounter.score(heaps[query * k]);
  }

  private void rise(int base, int from, long key) {
    int at = from;
    while (at > 0 && heaps[base + (at - 1) / 2] < key) {
      heaps[base + at] = heaps[base + (at - 1) / 2];
      at = (at - 1) / 2;
    }
    heaps[base + at] = key;
  }

  private void sink(int base, long key) {
    int at = 0;
    while (2 * at + 1 < k) {
      int child = 2 * at + 1;
      if (child + 1 < k && heaps[base + child + 1] > heaps[base + child]) {
        child++;
      }
      if (heaps[base + child] <= key) {
        break;
      }
      heaps[base + at] = heaps[base + child];
      at = child;
    }
    heaps[base + at] = key;
  }
}
