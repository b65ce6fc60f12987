package io.reflux.method;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import io.reflux.objective.transfer.CrdLoss;

/**
 * The tuples of {@link CrdLoss}: for each row its own example, then others of the training split,
 * uniformly with replacement.
 *
 * @param negatives how many others
 */
record MemoryNegatives(int negatives) implements Mining {

  @Override
  public Tuples mine(LossInput input, Chance chance) {
    NDArray memory = input.memory(CrdLoss.STUDENT_MEMORY);
    int examples = Math.toIntExact(memory.getShape().get(0));
    if (examples < 2) {
      throw new IllegalArgumentException("examples: " + examples + " (expected: at least 2)");
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
