package io.reflux.objective;

import io.reflux.miner.Members;
import io.reflux.miner.Tuples;
import io.reflux.objective.transfer.CrdLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tuples for trial batches, in the form that a loss asks for. */
public final class TrialTuples {
  private TrialTuples() {}

  /** Tuples of the labels for an objective; none if it mines nothing. */
  public static Tuples of(Objective objective, int[] labels, int[] ids) {
    if (objective instanceof CrdLoss) {
      return examples(ids);
    }
    TupleSource source = objective.tupleSource();
    if (source.equals(Unmined.WHOLE_BATCH) || source.equals(Unmined.ALL)) {
      return Tuples.NONE;
    }
    return source.taken().contains(Members.NEGATIVE_SETS) ? negativeSets(labels) : triplets(labels);
  }

  /** Each row's own example and three others. */
  private static Tuples examples(int[] ids) {
    return new Tuples(
        Arrays.stream(ids)
            .mapToObj(id -> new int[] {id, (id + 1) % 20, (id + 5) % 20, (id + 6) % 20})
            .toArray(int[][]::new));
  }

  /** Every anchor with one positive and all negatives, where it has a positive. */
  private static Tuples negativeSets(int[] labels) {
    List<int[]> rows = new ArrayList<>();
    for (int a = 0; a < labels.length; a++) {
      int anchor = a;
      int positive = other(labels, a, true);
      if (positive >= 0) {
        IntStream negatives =
            IntStream.range(0, labels.length).filter(i -> labels[i] != labels[anchor]);
        rows.add(IntStream.concat(IntStream.of(a, positive), negatives).toArray());
      }
    }
    return new Tuples(rows.toArray(int[][]::new));
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
    if (objective instanceof CrdLoss) {
      return new Tuples(Arrays.stream(order).mapToObj(i -> tuples.rows()[i]).toArray(int[][]::new));
    }
    return new Tuples(
        Arrays.stream(tuples.rows())
            .map(row -> Arrays.stream(row).map(i -> place[i]).toArray())
            .toArray(int[][]::new));
  }
}
