package io.reflux.sampler;

import io.reflux.chance.Draws;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A batch that is like a bigger one: a big batch is drawn as {@link ClassRandom} draws, then some
 * batches of its examples, several of a class together; the one that is most like the big batch is
 * taken.
 *
 * @param batches how many are compared
 * @param likeness what likeness is
 */
record MatchChoice(StorageSettings settings, int batches, Likeness likeness)
    implements BatchChoice {

  /** What makes a batch like the big one. */
  @FunctionalInterface
  interface Likeness {
    /**
     * How far from a big batch some of its rows are, which are named by their positions.
     *
     * @param big (n, embedding size)
     */
    ToDoubleFunction<int[]> to(double[][] big);
  }

  @Override
  public int[] choose(Candidates candidates, Draws draws) {
    int together = settings.imagesPerClass();
    int groups = settings.bigBatch() / together;
    int[] big = new int[groups * together];
    int[] classes = new int[groups];
    for (int g = 0; g < groups; g++) {
      classes[g] = draws.nextInt(candidates.byClass().length);
      int[] pool = candidates.byClass()[classes[g]];
      for (int i = 0; i < together; i++) {
        big[g * together + i] = pool[draws.nextInt(pool.length)];
      }
    }
    double[][] rows = candidates.rows(big, settings.project(), draws);
    int[] best = best(likeness.to(rows), positions(classes), draws);
    return Arrays.stream(best).map(position -> big[position]).toArray();
  }

  private int[] best(ToDoubleFunction<int[]> cost, int[][] positions, Draws draws) {
    int[] best = {};
    double least = Double.POSITIVE_INFINITY;
    for (int b = 0; b < batches; b++) {
      int[] batch = new int[settings.batchSize()];
      for (int at = 0; at < batch.length; at += settings.imagesPerClass()) {
        int[] pool = positions[draws.nextInt(positions.length)].clone();
        draws.shuffle(pool);
        System.arraycopy(pool, 0, batch, at, settings.imagesPerClass());
      }
      double own = cost.applyAsDouble(batch);
      if (b == 0 || own < least) {
        best = batch;
        least = own;
      }
    }
    return best;
  }

  /** For each class of the big batch, where its examples are in it. */
  private int[][] positions(int[] classes) {
    int together = settings.imagesPerClass();
    int[] different = Arrays.stream(classes).distinct().toArray();
    int[][] positions = new int[different.length][];
    for (int c = 0; c < different.length; c++) {
      int label = different[c];
      positions[c] =
          java.util.stream.IntStream.range(0, classes.length * together)
              .filter(position -> classes[position / together] == label)
              .toArray();
    }
    return positions;
  }
}
