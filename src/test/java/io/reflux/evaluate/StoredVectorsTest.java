package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds a gallery in a file to what the same gallery in memory gives. */
class StoredVectorsTest {
  @TempDir private Path folder;

  @Test
  void metricsAreThoseOfTheSameRowsInMemory() {
    EmbeddingSet gallery = RankingTest.random(90, 8, 6, 2);
    EmbeddingSet queries = RankingTest.random(40, 8, 6, 1);
    List<Metric> metrics =
        List.of("recall@3", "map@r", "knn@5", "linear-probe").stream()
            .map(name -> Metrics.CATALOGUE.named(name, MetricOptions.defaults()).orElseThrow())
            .toList();
    Path file = folder.resolve("inner/rows");
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        StoredVectors stored = stored(gallery, file)) {
      assertThat(stored.labels()).isEqualTo(gallery.labels());
      Map<String, Double> values =
          Evaluation.evaluate(Retrieval.between(queries, stored), metrics, scope);
      assertThat(values)
          .isEqualTo(Evaluation.evaluate(Retrieval.between(queries, gallery), metrics, scope));
      assertThat(Standardisation.of(stored).mean()).isEqualTo(Standardisation.of(gallery).mean());
      assertThatThrownBy(() -> stored.add(queries)).hasMessageContaining("before they are read");
    }
    assertThat(file).doesNotExist();
  }

  private static StoredVectors stored(EmbeddingSet rows, Path file) {
    StoredVectors stored = StoredVectors.in(file);
    for (int from = 0; from < rows.count(); from += 40) {
      int to = Math.min(rows.count(), from + 40);
      stored.add(
          new EmbeddingSet(
              Arrays.copyOfRange(rows.values(), from * rows.size(), to * rows.size()),
              rows.size(),
              Arrays.copyOfRange(rows.labels(), from, to)));
    }
    return stored;
  }
}
