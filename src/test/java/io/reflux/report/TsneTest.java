package io.reflux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import org.junit.jupiter.api.Test;

class TsneTest {

  @Test
  void groupsThatLieApartStayApart() {
    int n = 60;
    double[] map = Tsne.layOut(groups(n), n, 10, Chance.of(1));
    int right = 0;
    for (int i = 0; i < n; i++) {
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        double gap = Math.hypot(map[2 * i] - map[2 * j], map[2 * i + 1] - map[2 * j + 1]);
        if (j != i && gap < least) {
          least = gap;
          nearest = j;
        }
      }
      right += nearest % 3 == i % 3 ? 1 : 0;
    }
    assertThat(right).isEqualTo(n);
    assertThat(Tsne.layOut(groups(n), n, 10, Chance.of(1))).isEqualTo(map);
  }

  @Test
  void affinitiesHaveThePerplexityThatWasAskedFor() {
    int n = 40;
    double[] joint = TsneAffinities.of(groups(n), n, 8);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      assertThat(joint[i * n + i]).isZero();
      for (int j = 0; j < n; j++) {
        assertThat(joint[i * n + j]).isCloseTo(joint[j * n + i], within(1e-15));
        sum += joint[i * n + j];
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  private static double[] groups(int n) {
    Draws draws = Chance.of(5).draws();
    double[][] rows = new double[n][6];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 6; c++) {
        rows[i][c] = draws.nextGaussian() + (c == i % 3 ? 12 : 0);
      }
    }
    double[] squared = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int c = 0; c < 6; c++) {
          squared[i * n + j] += (rows[i][c] - rows[j][c]) * (rows[i][c] - rows[j][c]);
        }
      }
    }
    return squared;
  }
}
