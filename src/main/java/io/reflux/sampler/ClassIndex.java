package io.reflux.sampler;

import io.reflux.chance.Draws;
import io.reflux.dataset.Dataset;

/** The examples of a split, class by class. */
final class ClassIndex {
  private final int[] labels;
  private final int[][] examples;

  ClassIndex(Dataset dataset) {
    labels = Samplers.notEmpty(dataset).labels();
    int[] counts = new int[dataset.classes()];
    for (int label : labels) {
      counts[label]++;
    }
    examples = new int[counts.length][];
    for (int c = 0; c < counts.length; c++) {
      examples[c] = new int[counts[c]];
    }
    int[] filled = new int[counts.length];
    for (int id = 0; id < labels.length; id++) {
      examples[labels[id]][filled[labels[id]]++] = id;
    }
  }

  /** How many classes there are. */
  int classes() {
    return examples.length;
  }

  /** The class of an example. */
  int label(int id) {
    return labels[id];
  }

  /** The examples of one class; not to be changed. */
  int[] of(int label) {
    return examples[label];
  }

  /**
   * Draws examples of one class: each at most once as long as the class has others; or, with
   * replacement, each independently.
   */
  void draw(int label, Draws draws, boolean replacement, int[] into, int from, int count) {
    int[] pool = examples[label].clone();
    for (int i = 0; i < count; i++) {
      int used = replacement ? 0 : i % pool.length;
      int pick = used + draws.nextInt(pool.length - used);
      int held = pool[used];
      pool[used] = pool[pick];
      pool[pick] = held;
      into[from + i] = pool[used];
    }
  }

  /**
   * Puts an example and then others of its class: different ones as long as the class has any, then
   * each again as evenly as can be.
   */
  void drawAround(int id, Draws draws, int[] into, int from, int count) {
    int[] pool = examples[labels[id]].clone();
    int own = java.util.Arrays.binarySearch(pool, id);
    pool[own] = pool[0];
    pool[0] = id;
    into[from] = id;
    for (int i = 1; i < count; i++) {
      int used = i % pool.length;
      int pick = used + draws.nextInt(pool.length - used);
      int held = pool[used];
      pool[used] = pool[pick];
      pool[pick] = held;
      into[from + i] = pool[used];
    }
  }
}
