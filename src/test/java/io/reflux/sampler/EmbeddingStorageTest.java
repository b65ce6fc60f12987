package io.reflux.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EmbeddingStorageTest {

  @Test
  void keepsTheLastRowOfEachExample() {
    EmbeddingStorage storage = new EmbeddingStorage(4, 2);
    storage.putAll(new int[] {3, 1, 3}, new float[] {1, 2, 3, 4, 5, 6});

    assertThat(storage.seen()).isEqualTo(2);
    assertThat(storage.seenIds()).containsExactly(1, 3);
    assertThat(storage.row(3)).containsExactly(5, 6);
    assertThat(storage.row(1)).containsExactly(3, 4);
    assertThat(storage.seen(0)).isFalse();
  }

  @Test
  void aCopyDoesNotSeeLaterRows() {
    EmbeddingStorage storage = new EmbeddingStorage(2, 1);
    storage.putAll(new int[] {0}, new float[] {1});
    EmbeddingStorage copy = storage.copy();
    storage.putAll(new int[] {0, 1}, new float[] {7, 8});

    assertThat(copy.seenIds()).containsExactly(0);
    assertThat(copy.row(0)).containsExactly(1);
    assertThat(storage.row(0)).containsExactly(7);
  }

  @Test
  void doesNotKeepTheCallersArray() {
    EmbeddingStorage storage = new EmbeddingStorage(1, 2);
    float[] values = {1, 2};
    storage.putAll(new int[] {0}, values);
    values[0] = 9;
    assertThat(storage.row(0)).containsExactly(1, 2);
  }

  @Test
  void refusesWhatDoesNotFit() {
    EmbeddingStorage storage = new EmbeddingStorage(2, 3);
    assertThatThrownBy(() -> storage.putAll(new int[] {0, 1}, new float[5]))
        .hasMessage("5 values for 2 examples (expected: 3 for each)");
    float[] rows = {1, 2, 3, 4, Float.NaN, 6};
    assertThatThrownBy(() -> storage.putAll(new int[] {0, 1}, rows))
        .hasMessage("embedding of example 1: NaN (expected: finite numbers)");
    assertThat(storage.seenIds()).containsExactly(0);
    assertThatThrownBy(() -> storage.row(1)).hasMessage("example 1 has no embedding yet");
    assertThatThrownBy(() -> new EmbeddingStorage(2, 0))
        .hasMessage("embedding size: 0 (expected: >= 1)");
  }
}
