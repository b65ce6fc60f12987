package io.reflux.objective.transfer;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import io.reflux.objective.TupleSource;
import io.reflux.setting.InputException;

/**
 * Tuples of examples instead of rows: for each row its own example, then others of those that a
 * memory holds, uniformly with replacement.
 *
 * @param memory the memory's name; it has a row for each example of the training split
 * @param negatives how many others
 */
record MemoryNegatives(String memory, int negatives) implements TupleSource {

  @Override
  public String refusal() {
    return "none: crd compares with its memory";
  }

  @Override
  public Tuples tuples(LossInput input, Chance chance) {
    int examples = Math.toIntExact(input.memory(memory).getShape().get(0));
    if (examples < 2) {
      throw new InputException(
          "data: " + examples + " example to learn from (expected: at least 2, for crd)");
    }
    int[] ids = input.exampleIds();
    int[][] rows = new int[ids.length][negatives + 1];
    for (int i = 0; i < ids.length; i++) {
      Draws draws = chance.at(i).draws();
      rows[i][0] = ids[i];
      for (int k = 1; k <= negatives; k++) {
        int other = draws.nextInt(examples - 1);
        rows[i][k] = other < ids[i] ? other : other + 1;
      }
    }
    return new Tuples(rows);
  }
}
