package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Every triplet that violates a margin: d(a,n) - d(a,p) &lt;= margin, distances between the rows at
 * length 1. Draws nothing; sorted. (pytorch-metric-learning's TripletMarginMiner of type "all",
 * which LabelRelaxation's triplet loss gets, margin 0.2.)
 *
 * <p>Up to n (k - 1) (n - k) triplets for classes of k rows: 16 thousand for 128 rows in pairs, 380
 * thousand in classes of 32.
 *
 * @param margin that is to be violated
 */
record TripletMarginMiner(double margin) implements Miner {

  static TripletMarginMiner read(Section section) {
    return new TripletMarginMiner(section.number("margin", Range.ANY));
  }

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    Distances distances = Distances.ofUnit(input);
    List<int[]> rows = new ArrayList<>();
    for (int a = 0; a < input.size(); a++) {
      int[] negatives = input.others(a, false);
      for (int p : input.others(a, true)) {
        double reach = distances.between(a, p);
        for (int n : negatives) {
          if (distances.between(a, n) - reach <= margin) {
            rows.add(new int[] {a, p, n});
          }
        }
      }
    }
    return new Tuples(rows.toArray(int[][]::new));
  }
}
