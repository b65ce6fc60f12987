package io.reflux.report;

import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.PrincipalAxes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tagbio.umap.Umap;

/**
 * Embeddings in the plane, by PCA and by UMAP (McInnes, Healy, Melville: UMAP: Uniform Manifold
 * Approximation and Projection for Dimension Reduction, 2018). Of many rows those of some classes
 * are drawn, and of large classes some rows, so that what lies together can be told from what
 * doesn't.
 *
 * @param pca x, y of each point along the two first principal axes
 * @param umap x, y of each point
 * @param labels the class of each point
 * @param examples the example of each point
 */
record EmbeddingMap(List<double[]> pca, List<double[]> umap, int[] labels, int[] examples) {
  private static final int MOST_CLASSES = 20; // as many as the page has marks for
  private static final int MOST_OF_A_CLASS = 40;
  private static final int NEIGHBOURS = 15; // the original's default
  private static final float MIN_DIST = 0.8f; // so that points of a class can be told apart
  private static final long SEED = 0;

  /** Lays out some of the rows; the same ones for the same labels. */
  static EmbeddingMap of(EmbeddingSet set, int[] exampleIds, TensorScope scope) {
    int[] rows = chosen(set);
    EmbeddingSet some = EmbeddingSet.of(set, set.labels(), rows);
    return new EmbeddingMap(
        pca(some, scope),
        umap(some),
        some.labels(),
        Arrays.stream(rows).map(row -> exampleIds[row]).toArray());
  }

  private static int[] chosen(EmbeddingSet set) {
    int[] labels = set.labels();
    int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
    Chance.of(SEED).at("embedding map").at("classes").draws().shuffle(classes);
    int[] kept = Arrays.copyOf(classes, Math.min(MOST_CLASSES, classes.length));
    Arrays.sort(kept);
    int[] rows = IntStream.range(0, labels.length).toArray();
    Chance.of(SEED).at("embedding map").at("rows").draws().shuffle(rows);
    int[] room = new int[kept.length];
    Arrays.fill(room, MOST_OF_A_CLASS);
    return Arrays.stream(rows)
        .filter(row -> hasRoom(room, Arrays.binarySearch(kept, labels[row])))
        .sorted()
        .toArray();
  }

  private static boolean hasRoom(int[] room, int place) {
    return place >= 0 && room[place]-- > 0;
  }

  private static List<double[]> pca(EmbeddingSet set, TensorScope scope) {
    EmbeddingSet plane = PrincipalAxes.of(set, Math.min(2, set.size()), scope).project(set);
    return IntStream.range(0, set.count()).mapToObj(row -> first(plane, row)).toList();
  }

  private static double[] first(EmbeddingSet plane, int row) {
    double x = plane.values()[row * plane.size()];
    double y = plane.size() > 1 ? plane.values()[row * plane.size() + 1] : 0;
    return new double[] {x, y};
  }

  /** The same for the same rows: one thread, one seed. */
  private static List<double[]> umap(EmbeddingSet set) {
    if (set.count() < 3) {
      return IntStream.range(0, set.count()).mapToObj(row -> new double[] {row, 0}).toList();
    }
    double[][] rows = new double[set.count()][set.size()];
    for (int i = 0; i < set.values().length; i++) {
      rows[i / set.size()][i % set.size()] = set.values()[i];
    }
    Umap umap = new Umap().setNumberComponents(2).setThreads(1).setSeed(SEED);
    umap.setNumberNearestNeighbours(Math.min(NEIGHBOURS, set.count() - 1)).setMinDist(MIN_DIST);
    return List.of(umap.fitTransform(rows));
  }
}
