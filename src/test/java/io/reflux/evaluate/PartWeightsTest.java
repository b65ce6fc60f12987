package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Beside the golden combined embeddings, which the conformance room holds. */
class PartWeightsTest {
  private static final List<String> PARTS = List.of("shared", "intra");
  private static final float[] ROWS = {3, 0, 0, 4, 0, 0, 1, 1};
  private static final Offset<Float> CLOSE = within(1e-6f);

  @Test
  void partsAreMultipliedByTheWeightsOfTheirNames() {
    PartWeights weights = PartWeights.of(PARTS, Map.of("intra", 0.5, "shared", 2.0), false);
    assertThat(weights.of(ROWS, 4)).containsExactly(6, 0, 0, 2, 0, 0, .5f, .5f);
    assertThat(ROWS).startsWith(3, 0, 0, 4);
  }

  @Test
  void aPartWithoutAWeightCountsNothing() {
    assertThat(PartWeights.of(PARTS, Map.of("shared", 1.0), false).of(ROWS, 4))
        .containsExactly(3, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void rowsGetUnitLengthAfterTheirPartsAreWeighted() {
    PartWeights weights = PartWeights.of(PARTS, Map.of("shared", 1.0, "intra", 1.0), true);
    assertThat(weights.of(ROWS, 4))
        .containsExactly(new float[] {.6f, 0, 0, .8f, 0, 0, .7071068f, .7071068f}, CLOSE);
  }

  @Test
  void aRowOfZerosStaysOne() {
    PartWeights weights = PartWeights.of(PARTS, Map.of("shared", 1.0), true);
    assertThat(weights.of(new float[] {0, 0, 7, 7}, 4)).containsOnly(0);
  }

  @Test
  void partsAreEquallyLong() {
    PartWeights weights = PartWeights.of(PARTS, Map.of("shared", 1.0), true);
    assertThatThrownBy(() -> weights.of(new float[6], 3))
        .hasMessage("embedding: 3 components (expected: a multiple of 2)");
  }
}
