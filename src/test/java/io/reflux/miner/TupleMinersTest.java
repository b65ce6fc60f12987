package io.reflux.miner;

import static io.reflux.miner.PlainBatch.INPUT;
import static io.reflux.miner.PlainBatch.N;
import static io.reflux.miner.PlainBatch.Y;
import static io.reflux.miner.PlainBatch.d;
import static io.reflux.miner.PlainBatch.lonely;
import static io.reflux.miner.PlainBatch.miner;
import static io.reflux.miner.PlainBatch.positive;
import static io.reflux.miner.PlainBatch.same;
import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.conformance.miners.TripletDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All other miners, derived again by plain loops: which tuples they may draw. One test a miner, of
 * its own name.
 */
class TupleMinersTest {
  private static final int TRIALS = 400;

  static Set<String> names() {
    return Miners.CATALOGUE.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyMinerIsDerivedAgain(String name) {
    String[] words = name.split("-", -1);
    String camel =
        words[0]
            + Arrays.stream(words, 1, words.length)
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    assertThat(
            Stream.of(AnchorMinersTest.class, TupleMinersTest.class)
                .flatMap(tests -> Stream.of(tests.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(java.lang.reflect.Method::getName))
        .contains(camel);
  }

  private static List<List<Integer>> rows(Tuples tuples) {
    return Arrays.stream(tuples.rows())
        .map(row -> Arrays.stream(row).boxed().toList())
        .sorted(PlainBatch::compare)
        .toList();
  }

  /** All triplets of the labels. */
  private static List<List<Integer>> triplets() {
    List<List<Integer>> all = new ArrayList<>();
    for (int a = 0; a < N; a++) {
      for (int p = 0; p < N; p++) {
        for (int n = 0; n < N; n++) {
          if (positive(a, p) && !same(a, n)) {
            all.add(List.of(a, p, n));
          }
        }
      }
    }
    return all;
  }

  /** All that a miner draws in many trials. */
  private static Set<List<Integer>> drawn(Miner miner) {
    Set<List<Integer>> all = new HashSet<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      all.addAll(rows(miner.mine(INPUT, Chance.of(trial))));
    }
    return all;
  }

  @Test
  void random() {
    List<List<Integer>> all = triplets();
    assertThat(drawn(miner("random", ""))).containsExactlyInAnyOrderElementsOf(all);
    List<List<Integer>> once = rows(miner("random", "").mine(INPUT, Chance.of(1)));
    assertThat(once).hasSize(N).doesNotHaveDuplicates();
  }

  @Test
  void intraRandom() {
    Set<List<Integer>> all = new HashSet<>();
    for (int a = 0; a < N; a++) {
      for (int p = 0; p < N; p++) {
        for (int n = 0; n < N; n++) {
          if (same(a, p) && same(a, n)) {
            all.add(List.of(a, p, n));
          }
        }
      }
    }
    assertThat(drawn(miner("intra-random", ""))).isEqualTo(all);
    assertThat(miner("intra-random", "").mine(INPUT, Chance.of(1)).size()).isEqualTo(N);
  }

  /** Under a permutation of the labels it is the miner by distance. */
  @Test
  void randomDistance() {
    String settings = "lower-cutoff = 0.5, upper-cutoff = 1.4";
    Miner miner = miner("random-distance", settings);
    AnchorMiner plain = (AnchorMiner) miner("distance", settings);
    for (int trial = 0; trial < TRIALS; trial++) {
      int[] shuffled = IntStream.range(0, N).toArray();
      Chance chance = Chance.of(trial);
      chance.at("labels").draws().shuffle(shuffled);
      int[] labels = Arrays.stream(shuffled).map(i -> Y[i]).toArray();
      Set<List<Integer>> possible =
          TripletDistribution.of(plain.picks(INPUT.withLabels(labels)), N).triplets().stream()
              .map(t -> List.of(t.anchor(), t.positive(), t.negative()))
              .collect(Collectors.toSet());
      assertThat(possible).containsAll(rows(miner.mine(INPUT, chance)));
    }
  }

  @Test
  void nPair() {
    for (boolean sameClass : new boolean[] {false, true}) {
      List<List<Integer>> all = new ArrayList<>();
      for (int a = 0; a < N; a++) {
        for (int p = 0; p < N; p++) {
          if (positive(a, p)) {
            List<Integer> tuple = new ArrayList<>(List.of(a, p));
            for (int n = 0; n < N; n++) {
              if (n != a && n != p && (sameClass || !same(a, n))) {
                tuple.add(n);
              }
            }
            all.add(tuple);
          }
        }
      }
      Miner miner = miner("n-pair", "same-class-negatives = " + sameClass);
      assertThat(drawn(miner)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(rows(miner.mine(INPUT, Chance.of(1))).stream().map(tuple -> tuple.get(0)))
          .containsExactlyElementsOf(
              IntStream.range(0, N).filter(a -> !lonely(a)).boxed().toList());
    }
  }

  @Test
  void lifted() {
    List<List<Integer>> all = new ArrayList<>();
    for (int a = 0; a < N; a++) {
      int anchor = a;
      List<Integer> tuple = new ArrayList<>(List.of(a));
      IntStream.range(0, N).filter(p -> positive(anchor, p)).forEach(tuple::add);
      IntStream.range(0, N).filter(n -> !same(anchor, n)).forEach(tuple::add);
      if (!lonely(a)) {
        all.add(tuple);
      }
    }
    assertThat(rows(miner("lifted", "").mine(INPUT, Chance.of(1)))).isEqualTo(all);
  }

  @Test
  void tripletMargin() {
    List<List<Integer>> violating =
        triplets().stream()
            .filter(t -> d(t.get(0), t.get(2)) - d(t.get(0), t.get(1)) <= 0.1)
            .toList();
    assertThat(violating).hasSizeBetween(1, triplets().size() - 1);
    assertThat(rows(miner("triplet-margin", "margin = 0.1").mine(INPUT, Chance.of(1))))
        .isEqualTo(violating);
  }

  /** The cosine: the rows have length 1. */
  private static double s(int i, int j) {
    return 1 - d(i, j) * d(i, j) / 2;
  }

  @Test
  void multiSimilarity() {
    double epsilon = 0.05;
    List<List<Integer>> kept = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        boolean keeps = false;
        for (int k = 0; k < N; k++) {
          boolean ofOtherKind = k != i && same(i, k) != same(i, j);
          keeps |=
              ofOtherKind
                  && (same(i, j) ? s(i, j) - epsilon < s(i, k) : s(i, j) + epsilon > s(i, k));
        }
        if (i != j && keeps) {
          kept.add(List.of(i, j));
        }
      }
    }
    assertThat(kept).hasSizeBetween(1, N * (N - 1) - 1);
    assertThat(rows(miner("multi-similarity", "epsilon = 0.05").mine(INPUT, Chance.of(1))))
        .isEqualTo(kept);
  }
}
