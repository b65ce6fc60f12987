package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * k-reciprocal re-ranking (Zhong et al., Re-ranking person re-identification with k-reciprocal
 * encoding, CVPR 2017). With O the squared distance of two rows by the largest from the first, a
 * row's neighbourhood are its k-reciprocal neighbours and theirs where they overlap by two thirds,
 * weighted by exp(-O) and averaged over its nearest rows; what is ranked by is (1 - λ) · Jaccard
 * distance of neighbourhoods + λ · O. Queries and gallery are neighbours alike. Distances are
 * computed three times and never kept, so memory grows with the rows, not with their square.
 */
final class ReciprocalScores implements QueryScores {
  private final Retrieval retrieval;
  private final Vectors all;
  private final ReciprocalSettings settings;
  private final ScoresOfAll scores;
  private final int[][] nearest;
  private final float[] largest;

  /** Where a pass over all rows takes its scores from. */
  private record ScoresOfAll(Vectors all, Distance distance, TensorScope scope) {
    void forEach(Vectors queries, ScoreTiles.Reader reader) {
      try (ScoreTiles tiles = new ScoreTiles(all, distance, scope)) {
        tiles.forEach(queries, reader);
      }
    }
  }

  private ReciprocalScores(Retrieval retrieval, ScoresOfAll scores, ReciprocalSettings settings) {
    this.retrieval = retrieval;
    this.all = scores.all();
    this.settings = settings;
    this.scores = scores;
    this.largest = new float[all.count()];
    NearestRows found =
        new NearestRows(all.count(), Math.min(all.count(), settings.neighbours() + 1));
    scores.forEach(
        all,
        (row, own) -> {
          found.offer(row, own, 0, -1);
          largest[row] = squared(own, row, farthest(own));
        });
    this.nearest = found.rows();
  }

  /** Looks for the neighbours of all rows. */
  static ReciprocalScores of(
      Retrieval retrieval, Distance distance, ReciprocalSettings settings, TensorScope scope) {
    Vectors queries = retrieval.queries();
    Vectors all =
        retrieval.leaveOneOut() ? queries : new JoinedVectors(queries, retrieval.gallery());
    return new ReciprocalScores(retrieval, new ScoresOfAll(all, distance, scope), settings);
  }

  @Override
  public void forEach(ScoreTiles.Reader reader) {
    Neighbourhood[] hoods = averaged(neighbourhoods());
    List<List<int[]>> holders = holders(hoods);
    int gallery = retrieval.gallery().count();
    int first = all.count() - gallery;
    double[] common = new double[all.count()];
    float[] ranked = new float[gallery];
    scores.forEach(
        retrieval.queries(),
        (query, own) -> {
          overlap(hoods, holders, query, common);
          for (int i = 0; i < gallery; i++) {
            double shared = common[first + i];
            double jaccard = 1 - shared / (2 - shared);
            double distance = distance(own, query, first + i);
            ranked[i] =
                (float) -((1 - settings.ownShare()) * jaccard + settings.ownShare() * distance);
          }
          reader.read(query, ranked);
        });
  }

  /** The sums of the smaller weights of a query's neighbourhood and of every other one. */
  private static void overlap(
      Neighbourhood[] hoods, List<List<int[]>> holders, int query, double[] common) {
    Arrays.fill(common, 0);
    Neighbourhood own = hoods[query];
    for (int i = 0; i < own.rows().length; i++) {
      for (int[] holder : holders.get(own.rows()[i])) {
        double other = hoods[holder[0]].weights()[holder[1]];
        common[holder[0]] += Math.min(own.weights()[i], other);
      }
    }
  }

  /** For each row whose neighbourhoods it is in, and where. */
  private static List<List<int[]>> holders(Neighbourhood[] hoods) {
    List<List<int[]>> holders = new ArrayList<>();
    for (int row = 0; row < hoods.length; row++) {
      holders.add(new ArrayList<>());
    }
    for (int row = 0; row < hoods.length; row++) {
      int[] rows = hoods[row].rows();
      for (int place = 0; place < rows.length; place++) {
        holders.get(rows[place]).add(new int[] {row, place});
      }
    }
    return holders;
  }

  private Neighbourhood[] averaged(Neighbourhood[] hoods) {
    Neighbourhood[] averaged = new Neighbourhood[hoods.length];
    for (int row = 0; row < hoods.length; row++) {
      averaged[row] =
          Neighbourhood.mean(
              Arrays.stream(nearest[row])
                  .limit(settings.averaged())
                  .mapToObj(near -> hoods[near])
                  .toList());
    }
    return averaged;
  }

  private Neighbourhood[] neighbourhoods() {
    Neighbourhood[] hoods = new Neighbourhood[all.count()];
    scores.forEach(
        all,
        (row, own) -> {
          int[] rows = expanded(row).stream().mapToInt(near -> near).toArray();
          double[] weights =
              Arrays.stream(rows)
                  .mapToDouble(near -> Math.exp(-distance(own, row, near)))
                  .toArray();
          double sum = Arrays.stream(weights).sum();
          Arrays.setAll(weights, i -> weights[i] / sum);
          hoods[row] = new Neighbourhood(rows, weights);
        });
    return hoods;
  }

  /** A row's reciprocal neighbours, and those of each of them that overlap enough, ascending. */
  private Set<Integer> expanded(int row) {
    Set<Integer> own = reciprocal(row, settings.neighbours());
    Set<Integer> expanded = new TreeSet<>(own);
    // Half of the neighbours; of two nearest whole numbers the even one.
    int half = (int) Math.rint(settings.neighbours() / 2.0);
    for (int near : own) {
      Set<Integer> theirs = reciprocal(near, half);
      long shared = theirs.stream().filter(own::contains).count();
      if (3 * shared > 2L * theirs.size()) {
        expanded.addAll(theirs);
      }
    }
    return expanded;
  }

  /** The nearest k rows, itself beside them, that have the row among theirs. */
  private Set<Integer> reciprocal(int row, int k) {
    return near(row, k)
        .filter(other -> near(other, k).anyMatch(back -> back == row))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private IntStream near(int row, int k) {
    return Arrays.stream(nearest[row]).limit(k + 1L);
  }

  private double distance(float[] own, int row, int other) {
    return largest[row] > 0 ? (double) squared(own, row, other) / largest[row] : 0;
  }

  /** |x - y|² = 2 (|x|² / 2 - score of y), and |x|² / 2 is the score of x itself. */
  private static float squared(float[] own, int row, int other) {
    return 2 * (own[row] - own[other]);
  }

  private static int farthest(float[] own) {
    int farthest = 0;
    for (int i = 1; i < own.length; i++) {
      farthest = own[i] < own[farthest] ? i : farthest;
    }
    return farthest;
  }
}
