package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.util.Arrays;

/**
 * Triplets inside a class: what they teach is how the rows of a class differ.
 *
 * <p>As many times as the batch has rows: a class uniformly, then a, p and n uniformly and
 * independently among its rows; so rows may coincide, and always do in a class of one. (DiVA and
 * S2SD: intra_random.)
 */
record IntraRandomMiner() implements Miner {

  @Override
  public BatchNeeds needs() {
    return BatchNeeds.POSITIVE;
  }

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    int[][] members = members(input);
    int[][] rows = new int[input.size()][];
    for (int i = 0; i < rows.length; i++) {
      Draws draws = chance.at(i).draws();
      int[] own = members[draws.nextInt(members.length)];
      rows[i] =
          new int[] {
            own[draws.nextInt(own.length)],
            own[draws.nextInt(own.length)],
            own[draws.nextInt(own.length)]
          };
    }
    return new Tuples(rows);
  }

  /** The rows of each class, classes ascending. */
  private static int[][] members(MinerInput input) {
    int[] classes = Arrays.stream(input.labels()).sorted().distinct().toArray();
    int[][] members = new int[classes.length][];
    for (int c = 0; c < classes.length; c++) {
      int label = classes[c];
      members[c] =
          java.util.stream.IntStream.range(0, input.size())
              .filter(i -> input.labels()[i] == label)
              .toArray();
    }
    return members;
  }
}
