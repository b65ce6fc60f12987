package io.reflux.miner;

import io.reflux.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything for each anchor that has a positive: (a, every positive…, every negative…). Draws
 * nothing. (Oh Song et al.: Deep Metric Learning via Lifted Structured Feature Embedding, CVPR
 * 2016; S2SD and DiVA.)
 */
record LiftedMiner() implements Miner {

  @Override
  public Members members() {
    return Members.WHOLE_SETS;
  }

  @Override
  public BatchNeeds needs() {
    return BatchNeeds.POSITIVE;
  }

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    List<int[]> rows = new ArrayList<>();
    for (int anchor = 0; anchor < input.size(); anchor++) {
      int[] positives = input.others(anchor, true);
      if (positives.length > 0) {
        int[] negatives = input.others(anchor, false);
        rows.add(
            Stream.of(new int[] {anchor}, positives, negatives)
                .flatMapToInt(IntStream::of)
                .toArray());
      }
    }
    return new Tuples(rows.toArray(int[][]::new));
  }
}
