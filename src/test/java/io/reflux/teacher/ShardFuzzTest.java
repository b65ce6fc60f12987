package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.engine.ElementType;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards in any state: a cache opens over them, and answers with what was kept or not at all. */
class ShardFuzzTest {
  private static final CacheContent CONTENT =
      new CacheContent(
          "teacher",
          "transform",
          List.of(new CachedOutput("embedding", List.of(3))),
          ElementType.FLOAT32);
  private static final int ROWS = 5;

  @TempDir Path folder;
  private int number;

  @Test
  void shards() throws Exception {
    fuzz().few(600);
  }

  @Test
  @Campaign
  void manyShards() throws Exception {
    fuzz().many(600);
  }

  private Fuzz fuzz() throws IOException {
    Path sample = folder.resolve("sample");
    try (FeatureCache cache = FeatureCache.open(sample, CONTENT, 1 << 20)) {
      for (int id = 0; id < ROWS; id++) {
        new Records(cache, CONTENT.outputs()).append(FeatureCache.key(id, 0, 0), values(id));
      }
    }
    byte[] shard = Files.readAllBytes(shard(sample));
    return new Fuzz("shards", new Mutations(List.of(shard), List.of()), this::read, e -> false);
  }

  private void read(byte[] input) throws IOException {
    Path root = folder.resolve("cache-" + number++);
    Path place = Files.createDirectories(root.resolve(CONTENT.folderName()));
    Files.write(place.resolve("shard-000001.features"), input);
    try (FeatureCache cache = FeatureCache.open(root, CONTENT, 1 << 20)) {
      Records records = new Records(cache, CONTENT.outputs());
      for (int id = 0; id < ROWS; id++) {
        Optional<float[]> found = records.lookup(FeatureCache.key(id, 0, 0));
        float[] kept = values(id);
        assertThat(found.isEmpty() || java.util.Arrays.equals(found.get(), kept)).isTrue();
        assertThat(records.append(FeatureCache.key(id, 0, 0), kept)).isEqualTo(kept);
      }
    }
    delete(root);
  }

  private static float[] values(int id) {
    return new float[] {id, -id, 0.5f};
  }

  private static Path shard(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> Objects.toString(f.getFileName()).endsWith(".features"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
