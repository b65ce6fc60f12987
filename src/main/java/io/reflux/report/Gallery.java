package io.reflux.report;

import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Distance;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Neighbours;
import io.reflux.evaluate.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Queries with what was found for them.
 *
 * @param random queries drawn without regard to what was found
 * @param worst queries with the fewest right neighbours, whose classes have enough rows to be found
 */
record Gallery(List<Row> random, List<Row> worst) {
  private static final int NEIGHBOURS = 8;
  private static final int ROWS = 8;

  /**
   * One query.
   *
   * @param query its example
   * @param label its class
   * @param found its neighbours, the nearest first
   */
  record Row(int query, int label, List<Hit> found) {}

  /**
   * One neighbour.
   *
   * @param example which
   * @param label its class
   */
  record Hit(int example, int label) {}

  static Gallery of(EmbeddingFile file, TensorScope scope) {
    EmbeddingSet set = file.set();
    Neighbours.Search search =
        new Neighbours.Search(NEIGHBOURS, Distance.EUCLIDEAN, true, Progress.NONE);
    int[][] found = Neighbours.find(set, set, search, scope);
    int[] order = IntStream.range(0, set.count()).toArray();
    Chance.of(0).at("gallery").draws().shuffle(order);
    long[] right = new long[set.count()];
    Arrays.setAll(right, row -> right(set, found[row], row));
    List<Row> worst =
        Arrays.stream(order)
            .boxed()
            .filter(row -> members(set, row) > 1)
            .sorted(Comparator.comparing(row -> right[row]))
            .limit(ROWS)
            .map(row -> row(file, found[row], row))
            .toList();
    List<Row> random =
        Arrays.stream(order).limit(ROWS).mapToObj(row -> row(file, found[row], row)).toList();
    return new Gallery(random, worst);
  }

  private static long right(EmbeddingSet set, int[] found, int row) {
    int[] labels = set.labels();
    return Arrays.stream(found).filter(hit -> hit >= 0 && labels[hit] == labels[row]).count();
  }

  private static long members(EmbeddingSet set, int row) {
    return Arrays.stream(set.labels()).filter(label -> label == set.labels()[row]).count();
  }

  private static Row row(EmbeddingFile file, int[] found, int row) {
    int[] labels = file.set().labels();
    List<Hit> hits =
        Arrays.stream(found)
            .filter(hit -> hit >= 0)
            .mapToObj(hit -> new Hit(file.exampleIds()[hit], labels[hit]))
            .toList();
    return new Row(file.exampleIds()[row], labels[row], hits);
  }
}
