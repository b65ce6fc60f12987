package io.reflux.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.conformance.miners.TripletDistribution;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every miner of the catalogue owes. The golden cases are run by the conformance room. */
class MinersTest {
  private static final int SIZE = 8;

  static Set<String> names() {
    return Miners.CATALOGUE.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameBuildsFromItsDefaults(String name) {
    assertThat(Miners.CATALOGUE.withDefaults(name)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anOrdinaryBatchGivesTuplesOfItsRows(String name) {
    MinerInput input = input(SIZE, 1, 0, 0, 1, 1, 2, 2, 3, 3);
    Tuples tuples = Miners.CATALOGUE.withDefaults(name).mine(input, Chance.of(1));
    assertThat(tuples.size()).isPositive();
    assertRowsExist(tuples, SIZE);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameChanceGivesTheSameTuples(String name) {
    Miner miner = Miners.CATALOGUE.withDefaults(name);
    MinerInput input = input(SIZE, 1, 0, 0, 1, 1, 2, 2, 3, 3);
    assertThat(miner.mine(input, Chance.of(5)).rows())
        .isDeepEqualTo(miner.mine(input, Chance.of(5)).rows());
  }

  @ParameterizedTest
  @MethodSource("names")
  void oddBatchesGiveRowsThatExistOrNone(String name) {
    Miner miner = Miners.CATALOGUE.withDefaults(name);
    int[][] labelings = {
      {}, {0}, {0, 0}, {0, 1}, {3, 3, 3, 3}, {0, 1, 2, 3}, {0, 0, 0, 1}, {0, 0, 1, 1, 2}
    };
    for (int[] labels : labelings) {
      for (double scale : new double[] {0, 1e-4, 1, 1e4}) {
        MinerInput input = input(SIZE, scale, labels);
        assertRowsExist(miner.mine(input, Chance.of(2)), labels.length);
        if (miner instanceof AnchorMiner anchored) {
          distribution(anchored, input)
              .triplets()
              .forEach(t -> assertThat(t.probability()).isBetween(0.0, 1 + 1e-12));
        }
      }
    }
  }

  /** A tuple of rows that differ all is what a loss learns from. */
  @ParameterizedTest
  @MethodSource("names")
  void whatAMinerSaysItNeedsIsEnoughAndLessIsNot(String name) {
    Miner miner = Miners.CATALOGUE.withDefaults(name);
    BatchNeeds needs = miner.needs();
    int[] enough = new int[needs.rows()];
    for (int i = needs.rowsOfAClass(); i < enough.length; i++) {
      enough[i] = Math.min(i - needs.rowsOfAClass() + 1, needs.classes() - 1);
    }
    assertThat(teaches(miner, enough)).isTrue();
    assertThat(teaches(miner, new int[needs.rows() - 1])).isFalse();
    if (needs.classes() > 1) {
      int[] fewer = {0, 0, 0, 1, 1, 1};
      Arrays.setAll(fewer, i -> Math.min(fewer[i], needs.classes() - 2));
      assertThat(teaches(miner, fewer)).isFalse();
    }
    if (needs.rowsOfAClass() > 1) {
      assertThat(teaches(miner, new int[] {0, 1, 2, 3})).isFalse();
    }
  }

  private static boolean teaches(Miner miner, int[] labels) {
    for (int trial = 0; trial < 20; trial++) {
      for (int[] row : miner.mine(input(SIZE, 1, labels), Chance.of(trial)).rows()) {
        if (Arrays.stream(row).distinct().count() > 1) {
          return true;
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource("names")
  void duplicatesAndOppositeRowsGiveProbabilitiesThatAddUp(String name) {
    float[] rows = {1, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0, 1, 0, 0};
    MinerInput input = new MinerInput(rows, 4, new int[] {0, 0, 1, 1, 2, 2});
    Miner miner = Miners.CATALOGUE.withDefaults(name);
    assertRowsExist(miner.mine(input, Chance.of(3)), 6);
    if (miner instanceof AnchorMiner anchored) {
      for (double[] row : distribution(anchored, input).negatives()) {
        assertThat(Arrays.stream(row).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void drawsAreAsFrequentAsTheDistributionSays(String name) {
    if (!(Miners.CATALOGUE.withDefaults(name) instanceof AnchorMiner miner)) {
      return;
    }
    MinerInput input = input(SIZE, 1, 0, 0, 1, 1, 1, 2);
    int trials = 4000;
    double[][][] counts = new double[6][6][6];
    for (int trial = 0; trial < trials; trial++) {
      for (int[] row : miner.mine(input, Chance.of(7).at(trial)).rows()) {
        counts[row[0]][row[1]][row[2]]++;
      }
    }
    TripletDistribution distribution = distribution(miner, input);
    double total = 0;
    for (TripletDistribution.Probable each : distribution.triplets()) {
      double count = counts[each.anchor()][each.positive()][each.negative()];
      double expected = trials * each.probability();
      double spread = Math.sqrt(expected * (1 - Math.min(1, each.probability())));
      assertThat(Math.abs(count - expected)).isLessThanOrEqualTo(5 * spread + 1e-6);
      total += count;
    }
    assertThat(total).isEqualTo(trials * (double) distribution.anchors().length);
  }

  @Test
  void randomTripletsAreDifferentAndAllAreReached() {
    MinerInput input = input(SIZE, 1, 0, 0, 1, 1, 2);
    RandomMiner miner = new RandomMiner();
    int[][] admissible = triplets(input);
    assertThat(admissible).hasNumberOfRows(12);
    double[] counts = new double[admissible.length];
    int trials = 3000;
    for (int trial = 0; trial < trials; trial++) {
      int[][] rows = miner.mine(input, Chance.of(trial)).rows();
      assertThat(Arrays.stream(rows).map(Arrays::toString).distinct()).hasSize(5);
      for (int[] row : rows) {
        for (int i = 0; i < admissible.length; i++) {
          counts[i] += Arrays.equals(row, admissible[i]) ? 1 : 0;
        }
      }
    }
    double expected = trials * 5 / 12.0;
    double spread = Math.sqrt(expected * (1 - 5 / 12.0));
    for (double count : counts) {
      assertThat(Math.abs(count - expected)).isLessThan(5 * spread);
    }
  }

  private static TripletDistribution distribution(AnchorMiner miner, MinerInput input) {
    return TripletDistribution.of(miner.picks(input), input.size());
  }

  /** Every anchor with a positive and a negative. */
  private static int[][] triplets(MinerInput input) {
    List<int[]> all = new ArrayList<>();
    for (int a = 0; a < input.size(); a++) {
      for (int p : input.others(a, true)) {
        for (int n : input.others(a, false)) {
          all.add(new int[] {a, p, n});
        }
      }
    }
    return all.toArray(int[][]::new);
  }

  @Test
  void randomTakesAllTripletsWhereThereAreFewerThanRows() {
    MinerInput input = input(SIZE, 1, 0, 0, 1);
    assertThat(new RandomMiner().mine(input, Chance.of(1)).size()).isEqualTo(2);
  }

  @Test
  void thePapersUpperCutoffLeavesFarRowsOut() {
    float[] rows = {1, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0, 0};
    MinerInput input = new MinerInput(rows, 3, new int[] {0, 0, 1, 2});
    double near = Math.sqrt(2) + 1e-9;
    DistanceMiner paper =
        new DistanceMiner(new InverseDistance(0.5, near), DistanceMiner.Lonely.SKIP);
    DistanceMiner original =
        new DistanceMiner(
            new InverseDistance(0.5, Double.POSITIVE_INFINITY), DistanceMiner.Lonely.SKIP);
    DistanceMiner nothing =
        new DistanceMiner(new InverseDistance(0.5, 0.6), DistanceMiner.Lonely.SKIP);
    assertThat(distribution(paper, input).negatives()[0]).containsExactly(0, 0, 1, 0);
    assertThat(distribution(original, input).negatives()[0][3]).isPositive();
    assertThat(Arrays.stream(distribution(nothing, input).negatives()[0]).sum()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoBatch() {
    assertThatThrownBy(() -> new MinerInput(new float[7], 2, new int[3]))
        .hasMessage("embeddings: 7 numbers in rows of 2 (expected: a row for each of 3 labels)");
    float[] broken = {0, 1, 2, Float.NaN};
    assertThatThrownBy(() -> new MinerInput(broken, 2, new int[2]))
        .isInstanceOf(InputException.class)
        .hasMessage("embeddings: row 1: NaN (expected: a finite number)");
  }

  private static void assertRowsExist(Tuples tuples, int size) {
    for (int[] row : tuples.rows()) {
      assertThat(row.length).isGreaterThanOrEqualTo(2);
      for (int index : row) {
        assertThat(index).isBetween(0, size - 1);
      }
    }
  }

  /** Random directions of a given length; at length 0 all are the same. */
  private static MinerInput input(int width, double length, int... labels) {
    Draws draws = Chance.of(11).draws();
    float[] rows = new float[labels.length * width];
    for (int row = 0; row < labels.length; row++) {
      double[] values = new double[width];
      double squares = 0;
      for (int k = 0; k < width; k++) {
        values[k] = draws.nextGaussian();
        squares += values[k] * values[k];
      }
      for (int k = 0; k < width; k++) {
        rows[row * width + k] = (float) (length * values[k] / Math.sqrt(squares));
      }
    }
    return new MinerInput(rows, width, labels);
  }
}
