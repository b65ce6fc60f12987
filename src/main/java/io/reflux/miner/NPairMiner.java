package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One positive and all negatives for each anchor: (a, p, n, n…).
 *
 * <p>Positive: uniform among the other rows of the class. Negatives: every row of another class;
 * with {@code same-class-negatives}, as in DiVA, every row but a and p. Rows alone in their class
 * are no anchors, nor are rows without a negative. (Sohn: Improved Deep Metric Learning with
 * Multi-class N-pair Loss Objective, NIPS 2016; S2SD.)
 *
 * @param sameClassNegatives true if the other rows of the class are negatives too
 */
record NPairMiner(boolean sameClassNegatives) implements Miner {

  static NPairMiner read(Section section) {
    return new NPairMiner(section.flag("same-class-negatives"));
  }

  @Override
  public Members members() {
    return Members.NEGATIVE_SETS;
  }

  @Override
  public BatchNeeds needs() {
    return sameClassNegatives ? new BatchNeeds(3, 1, 2) : BatchNeeds.TRIPLET;
  }

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    List<int[]> rows = new ArrayList<>();
    for (int anchor = 0; anchor < input.size(); anchor++) {
      int[] positives = input.others(anchor, true);
      if (positives.length > 0) {
        int positive = positives[chance.at(anchor).draws().nextInt(positives.length)];
        int[] negatives = negatives(input, anchor, positive);
        if (negatives.length > 0) {
          int[] row = new int[negatives.length + 2];
          row[0] = anchor;
          row[1] = positive;
          System.arraycopy(negatives, 0, row, 2, negatives.length);
          rows.add(row);
        }
      }
    }
    return new Tuples(rows.toArray(int[][]::new));
  }

  /** The negatives of an anchor with a positive. */
  private int[] negatives(MinerInput input, int anchor, int positive) {
    return IntStream.range(0, input.size())
        .filter(i -> i != anchor && i != positive)
        .filter(i -> sameClassNegatives || !input.same(i, anchor))
        .toArray();
  }
}
