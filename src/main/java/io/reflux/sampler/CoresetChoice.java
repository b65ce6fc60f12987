package io.reflux.sampler;

import io.reflux.chance.Draws;
import java.util.Arrays;

/**
 * A batch around a coreset: of a big batch of different examples, drawn at random, some are picked;
 * each is followed by others of its class, which differ from each other as long as the class has
 * enough. (The originals look the picked positions up in another big batch than they were picked
 * in, so that their batches are random; here they are the picked examples.)
 *
 * @param coreset which are picked
 */
record CoresetChoice(StorageSettings settings, Coreset coreset) implements BatchChoice {

  /** Picks a few rows that stand for all of them. */
  @FunctionalInterface
  interface Coreset {
    /** So many different positions in {@code rows}, of which there are at least as many. */
    int[] pick(double[][] rows, int count, Draws draws);
  }

  @Override
  public int[] choose(Candidates candidates, Draws draws) {
    int[] big = bigBatch(candidates.ids(), draws);
    double[][] rows = candidates.rows(big, settings.project(), draws);
    int[] batch = new int[settings.batchSize()];
    int at = 0;
    for (int picked : coreset.pick(rows, settings.draws(), draws)) {
      candidates.index().drawAround(big[picked], draws, batch, at, settings.imagesPerClass());
      at += settings.imagesPerClass();
    }
    return batch;
  }

  private int[] bigBatch(int[] ids, Draws draws) {
    int[] pool = ids.clone();
    int size = Math.min(settings.bigBatch(), pool.length);
    for (int i = 0; i < size; i++) {
      int pick = i + draws.nextInt(pool.length - i);
      int held = pool[i];
      pool[i] = pool[pick];
      pool[pick] = held;
    }
    return Arrays.copyOf(pool, size);
  }
}
