package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.HostTensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {
  private static final List<CachedOutput> OUTPUTS =
      List.of(new CachedOutput("embedding", List.of(2)), new CachedOutput("map", List.of(1, 3)));

  private final Map<String, HostTensor> tensors =
      Map.of(
          "embedding", HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2),
          "map", HostTensor.of(new float[] {5, 6, 7, 8, 9, 10}, 2, 1, 3));

  @Test
  void aRowIsThatOfEveryOutput() {
    List<FloatBuffer> row = FeatureRows.of(OUTPUTS, tensors).row(1);
    assertThat(row).containsExactly(wrap(3, 4), wrap(8, 9, 10));
  }

  @Test
  void rowsAreWrittenWhereTheTensorsAre() {
    FeatureRows rows = FeatureRows.zeros(OUTPUTS, 2);
    rows.row(1).get(1).put(0, 7);
    assertThat(rows.tensors())
        .isEqualTo(
            Map.of(
                "embedding", HostTensor.of(new float[4], 2, 2),
                "map", HostTensor.of(new float[] {0, 0, 0, 7, 0, 0}, 2, 1, 3)));
    rows.copy(1, 0);
    assertThat(rows.row(0)).isEqualTo(rows.row(1));
    assertThat(rows.rows()).isEqualTo(2);
  }

  @Test
  void tensorsThatDoNotFitAreRefusedByName() {
    assertThatThrownBy(() -> FeatureRows.of(OUTPUTS, Map.of("embedding", tensors.get("embedding"))))
        .hasMessage("teacher: no output map (expected: one of its outputs)");
    Map<String, HostTensor> wide =
        Map.of("embedding", HostTensor.of(new float[6], 2, 3), "map", tensors.get("map"));
    assertThatThrownBy(() -> FeatureRows.of(OUTPUTS, wide))
        .hasMessage("teacher: output embedding has the shape [2, 3] (expected: [2, 2])");
  }

  private static FloatBuffer wrap(float... values) {
    return FloatBuffer.wrap(values);
  }
}
