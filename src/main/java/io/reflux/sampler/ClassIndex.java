package io.reflux.sampler;

import io.reflux.chance.Draws;
import io.reflux.dataset.Dataset;

/** The examples of a split, class by class. */
final class ClassIndex {
  private final int[][] examples;

  ClassIndex(Dataset dataset) {
    int[] labels = dataset.labels();
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
}
