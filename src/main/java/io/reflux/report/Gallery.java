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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * The neighbours of some queries.
   *
   * @param queries the queries
   * @param gallery the rows among which neighbours are looked for; empty for the queries themselves
   */
  static Gallery of(EmbeddingFile queries, Optional<EmbeddingFile> gallery, TensorScope scope) {
    EmbeddingSet set = queries.set();
    EmbeddingFile among = gallery.orElse(queries);
    Neighbours.Search search =
        new Neighbours.Search(NEIGHBOURS, Distance.EUCLIDEAN, gallery.isEmpty(), Progress.NONE);
    int[][] found = Neighbours.find(set, among.set(), search, scope);
    int[] order = IntStream.range(0, set.count()).toArray();
    Chance.of(0).at("gallery").draws().shuffle(order);
    long[] right = new long[set.count()];
    Arrays.setAll(right, row -> right(among.set(), found[row], set.labels()[row]));
    Map<Integer, Integer> members = new HashMap<>();
    Arrays.stream(among.set().labels()).forEach(label -> members.merge(label, 1, Integer::sum));
    int self = gallery.isEmpty() ? 1 : 0;
    List<Row> worst =
        Arrays.stream(order)
            .boxed()
            .filter(row -> members.getOrDefault(set.labels()[row], 0) > self)
            .sorted(Comparator.comparing(row -> right[row]))
            .limit(ROWS)
            .map(row -> row(queries, row, among, found[row]))
            .toList();
    List<Row> random =
        Arrays.stream(order)
            .limit(ROWS)
            .mapToObj(row -> row(queries, row, among, found[row]))
            .toList();
    return new Gallery(random, worst);
  }

  private static long right(EmbeddingSet among, int[] found, int label) {
    return Arrays.stream(found).filter(hit -> hit >= 0 && among.labels()[hit] == label).count();
  }

  private static Row row(EmbeddingFile queries, int row, EmbeddingFile among, int[] found) {
    List<Hit> hits =
        Arrays.stream(found)
            .filter(hit -> hit >= 0)
            .mapToObj(hit -> new Hit(among.exampleIds()[hit], among.set().labels()[hit]))
            .toList();
    return new Row(queries.exampleIds()[row], queries.set().labels()[row], hits);
  }
}
