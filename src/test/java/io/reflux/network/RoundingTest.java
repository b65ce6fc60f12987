package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import org.junit.jupiter.api.Test;

class RoundingTest {
  private static final double STEP = 1.0 / 128; // between neighbours, relative to their power of 2

  @Test
  void everyWeightStaysNearAndEachFiltersSumIsKept() {
    int filters = 16;
    int each = 64 * 9;
    float[] weights = new float[filters * each];
    Draws draws = Chance.of(5).draws();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) draws.uniform(-0.1, 0.1);
    }
    HostTensor exact = HostTensor.of(weights, filters, 64, 3, 3);
    HostTensor kept = Rounding.toBfloat16(exact);
    assertThat(kept.type()).isEqualTo(ElementType.BFLOAT16);
    assertThat(kept.shape()).containsExactly(filters, 64, 3, 3);
    double[] rounded = kept.doubles();
    double[] nearest = exact.to(ElementType.BFLOAT16).doubles();
    double errors = 0;
    double errorsOfNearest = 0;
    for (int filter = 0; filter < filters; filter++) {
      double error = 0;
      double errorOfNearest = 0;
      for (int i = filter * each; i < (filter + 1) * each; i++) {
        assertThat(rounded[i]).isCloseTo(weights[i], within(0.1 * STEP));
        error += rounded[i] - weights[i];
        errorOfNearest += nearest[i] - weights[i];
      }
      assertThat(Math.abs(error)).isLessThan(0.1 * STEP / 2);
      errors += Math.abs(error);
      errorsOfNearest += Math.abs(errorOfNearest);
    }
    assertThat(errors).isLessThan(errorsOfNearest / 5);
  }

  @Test
  void whatBfloat16HoldsStaysAsItIs() {
    float[] values = {1, -0.5f, 1.0078125f, 0, Float.POSITIVE_INFINITY};
    assertThat(Rounding.toBfloat16(HostTensor.of(values, 1, 5, 1, 1)).doubles())
        .containsExactly(1, -0.5, 1.0078125, 0, Double.POSITIVE_INFINITY);
  }

  @Test
  void tiesGoToTheEvenNeighbour() {
    float tie = 1 + 1f / 256; // between 1 and 1 + 1/128
    assertThat(Rounding.toBfloat16(HostTensor.of(new float[] {tie}, 1, 1, 1, 1)).doubles())
        .containsExactly(1);
    assertThat(Rounding.toBfloat16(HostTensor.of(new float[] {tie, tie}, 1, 2, 1, 1)).doubles())
        .containsExactly(1, 1 + 1.0 / 128);
  }
}
