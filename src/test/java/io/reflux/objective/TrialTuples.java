package io.reflux.objective;

import io.reflux.miner.Tuples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tuples for trial batches, in the form that a loss asks for. */
final class TrialTuples {
  private TrialTuples() {}

  /** Tuples of the labels for an objective; none if it mines nothing. */
  static Tuples of(Objective objective, int[] labels, int[] ids) {
    return switch (objective.defaultMiner()) {
      case "" -> Tuples.NONE;
      default -> triplets(labels);
    };
  }

  /** Every anchor with one positive and one negative, where it has both. */
  private static Tuples triplets(int[] labels) {
    List<int[]> rows = new ArrayList<>();
    for (int a = 0; a < labels.length; a++) {
      int positive = other(labels, a, true);
      int negative = other(labels, a, false);
      if (positive >= 0 && negative >= 0) {
        rows.add(new int[] {a, positive, negative});
      }
    }
    return new Tuples(rows.toArray(int[][]::new));
  }

  private static int other(int[] labels, int anchor, boolean same) {
    for (int step = 1; step < labels.length; step++) {
      int i = (anchor + step) % labels.length;
      if ((labels[i] == labels[anchor]) == same) {
        return i;
      }
    }
    return -1;
  }

  /** The same tuples after row i of the batch went to {@code place[i]}. */
  static Tuples moved(Objective objective, Tuples tuples, int[] place, int[] order) {
    return new Tuples(
        Arrays.stream(tuples.rows())
            .map(row -> Arrays.stream(row).map(i -> place[i]).toArray())
            .toArray(int[][]::new));
  }
}
