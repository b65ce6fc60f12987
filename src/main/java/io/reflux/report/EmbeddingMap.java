package io.reflux.report;

import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.PrincipalAxes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Embeddings in the plane, by PCA and by t-SNE. Of many rows some whole classes are drawn, so that
 * what lies together can be told from what doesn't.
 *
 * @param pca x, y of each point along the two first principal axes
 * @param tsne x, y of each point
 * @param labels the class of each point
 * @param examples the example of each point
 */
record EmbeddingMap(List<double[]> pca, List<double[]> tsne, int[] labels, int[] examples) {
  private static final int MOST_POINTS = 800;
  private static final int MOST_CLASSES = 24;
  private static final double PERPLEXITY = 20;

  /** Lays out some of the rows; the same ones for the same labels. */
  static EmbeddingMap of(EmbeddingSet set, int[] exampleIds, TensorScope scope) {
    int[] rows = chosen(set.labels());
    EmbeddingSet some = pick(set, rows);
    EmbeddingSet plane = PrincipalAxes.of(some, Math.min(2, some.size()), scope).project(some);
    double perplexity = Math.min(PERPLEXITY, Math.max(2, (some.count() - 1) / 3.0));
    double[] laidOut =
        Tsne.layOut(squared(some), some.count(), perplexity, Chance.of(0).at("embedding map"));
    return new EmbeddingMap(
        IntStream.range(0, rows.length).mapToObj(i -> first(plane, i)).toList(),
        IntStream.range(0, rows.length)
            .mapToObj(i -> new double[] {laidOut[2 * i], laidOut[2 * i + 1]})
            .toList(),
        some.labels(),
        Arrays.stream(rows).map(row -> exampleIds[row]).toArray());
  }

  private static int[] chosen(int[] labels) {
    int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
    Chance.of(0).at("embedding map").at("classes").draws().shuffle(classes);
    int[] kept = Arrays.copyOf(classes, Math.min(MOST_CLASSES, classes.length));
    Arrays.sort(kept);
    return IntStream.range(0, labels.length)
        .filter(row -> Arrays.binarySearch(kept, labels[row]) >= 0)
        .limit(MOST_POINTS)
        .toArray();
  }

  private static EmbeddingSet pick(EmbeddingSet set, int[] rows) {
    float[] values = new float[rows.length * set.size()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(set.values(), rows[i] * set.size(), values, i * set.size(), set.size());
    }
    int[] labels = Arrays.stream(rows).map(row -> set.labels()[row]).toArray();
    return new EmbeddingSet(values, set.size(), labels);
  }

  private static double[] first(EmbeddingSet plane, int row) {
    double x = plane.values()[row * plane.size()];
    double y = plane.size() > 1 ? plane.values()[row * plane.size() + 1] : 0;
    return new double[] {x, y};
  }

  private static double[] squared(EmbeddingSet set) {
    int n = set.count();
    double[] squared = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double sum = 0;
        for (int c = 0; c < set.size(); c++) {
          double gap = set.values()[i * set.size() + c] - set.values()[j * set.size() + c];
          sum += gap * gap;
        }
        squared[i * n + j] = sum;
        squared[j * n + i] = sum;
      }
    }
    return squared;
  }
}
