package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingRowsTest {

  @Test
  void aKeyThatComesTwiceIsComputedOnce() {
    Cache.Found found =
        new Cache.Found(
            new long[] {7, 8, 7, 9}, new boolean[] {false, true, false, false}, cached());
    MissingRows missing = MissingRows.of(found);
    assertThat(missing.keys()).containsExactly(7, 9);
    assertThat(missing.rows()).containsExactly(0, 3);
    assertThat(missing.source()).containsExactly(0, -1, 0, 1);

    HostTensor computed = HostTensor.of(new float[] {1, 2, 5, 6}, 2, 2);
    assertThat(missing.fill(found.outputs(), Map.of("embedding", computed)))
        .containsEntry("embedding", HostTensor.of(new float[] {1, 2, 3, 4, 1, 2, 5, 6}, 4, 2));
    assertThat(found.outputs()).isEqualTo(cached());
  }

  @Test
  void nothingCachedMeansAllRows() {
    Cache.Found found = new Cache.Found(new long[] {3, 4}, new boolean[2], Map.of());
    MissingRows missing = MissingRows.of(found);
    HostTensor computed = HostTensor.of(new float[] {1, 2}, 2, 1);
    assertThat(missing.rows()).containsExactly(0, 1);
    Map<String, HostTensor> outputs = Map.of("pooled", computed);
    assertThat(missing.fill(Map.of(), outputs)).isSameAs(outputs);
  }

  @Test
  void withoutACacheAllRowsAreMissingAndARepeatedOneIsComputedOnce() {
    MissingRows missing = MissingRows.all(new long[] {3, 4, 3});
    assertThat(missing.rows()).containsExactly(0, 1);
    HostTensor computed = HostTensor.of(new float[] {1, 2}, 2, 1);
    assertThat(missing.fill(Map.of(), Map.of("pooled", computed)))
        .containsEntry("pooled", HostTensor.of(new float[] {1, 2, 1}, 3, 1));
  }

  @Test
  void nothingMissing() {
    Cache.Found found = new Cache.Found(new long[] {3}, new boolean[] {true}, cached());
    assertThat(MissingRows.of(found).isEmpty()).isTrue();
  }

  /** Four rows of two numbers, of which the second was found. */
  private static Map<String, HostTensor> cached() {
    return Map.of("embedding", HostTensor.of(new float[] {0, 0, 3, 4, 0, 0, 0, 0}, 4, 2));
  }
}
