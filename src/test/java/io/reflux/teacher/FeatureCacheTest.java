package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.ElementType;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureCacheTest {
  private static final int RECORDS = 10;
  private static final int FIRST_RECORD = 128;
  private static final long LARGE = 1 << 20;

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT16", "INT8"})
  void coldAndWarmGiveTheRoundedNumbers(ElementType type) throws IOException {
    try (FeatureCache cold = open(type, LARGE)) {
      for (int id = 0; id < RECORDS; id++) {
        assertThat(records(cold).lookup(FeatureCache.key(id, 0, 1))).isEmpty();
        records(cold).append(FeatureCache.key(id, 0, 1), features(id));
        float[] expected = records(cold).rounded(features(id));
        assertThat(records(cold).lookup(FeatureCache.key(id, 0, 1)).orElseThrow())
            .isEqualTo(expected);
        assertThat(records(cold).rounded(expected)).isEqualTo(expected);
      }
    }
    try (FeatureCache warm = open(type, LARGE)) {
      for (int id = 0; id < RECORDS; id++) {
        assertThat(records(warm).lookup(FeatureCache.key(id, 0, 1)).orElseThrow())
            .isEqualTo(records(warm).rounded(features(id)));
        assertThat(records(warm).lookup(FeatureCache.key(id, 0, 0))).isEmpty();
      }
      assertThat(warm.hits()).isEqualTo(RECORDS);
      assertThat(warm.misses()).isEqualTo(RECORDS);
      assertThat(warm.size()).isEqualTo(RECORDS);
      assertThat(warm.problems()).isEmpty();
    }
  }

  @Test
  void roundingIsAsCloseAsTheElementTypeAllows() throws IOException {
    float[] values = features(3);
    try (FeatureCache exact = open(ElementType.FLOAT32, LARGE);
        FeatureCache half = open(ElementType.FLOAT16, LARGE);
        FeatureCache eighth = open(ElementType.INT8, LARGE)) {
      assertThat(records(exact).rounded(values)).isEqualTo(values);
      float[] halves = records(half).rounded(values);
      float[] bytes = records(eighth).rounded(values);
      for (int i = 0; i < values.length; i++) {
        assertThat(Math.abs(halves[i] - values[i])).isLessThanOrEqualTo(Math.abs(values[i]) / 2048);
        float largest = largest(values, i < 5 ? 0 : 5, i < 5 ? 5 : values.length);
        assertThat(Math.abs(bytes[i] - values[i])).isLessThanOrEqualTo(largest * 1.0001f / 254);
      }
    }
  }

  @Test
  void int8RoundingIsStableForAnyScaleAndKeepsZeros() throws IOException {
    Draws draws = Chance.of(1).draws();
    try (FeatureCache cache = open(ElementType.INT8, LARGE)) {
      for (int i = 0; i < 20_000; i++) {
        float[] values = features(i);
        float scale = (float) Math.pow(10, draws.nextDouble() * 70 - 36);
        for (int j = 0; j < values.length; j++) {
          values[j] *= scale;
        }
        float[] once = records(cache).rounded(values);
        assertThat(records(cache).rounded(once)).isEqualTo(once);
      }
      assertThat(records(cache).rounded(new float[11])).isEqualTo(new float[11]);
    }
  }

  @Test
  void shardsRotateBySize() throws IOException {
    try (FeatureCache cache = open(ElementType.FLOAT32, 400)) {
      for (int id = 0; id < RECORDS; id++) {
        records(cache).append(FeatureCache.key(id, 0, 0), features(id));
        records(cache).append(FeatureCache.key(id, 0, 0), features(id));
      }
      for (int id = 0; id < RECORDS; id++) {
        assertThat(records(cache).lookup(FeatureCache.key(id, 0, 0)).orElseThrow())
            .isEqualTo(features(id));
      }
    }
    assertThat(shards()).hasSizeGreaterThan(2).allMatch(path -> path.toFile().length() <= 450);
    try (FeatureCache cache = open(ElementType.FLOAT32, 400)) {
      assertThat(cache.size()).isEqualTo(RECORDS);
      assertThat(records(cache).lookup(FeatureCache.key(0, 0, 0)).orElseThrow())
          .isEqualTo(features(0));
    }
  }

  @Test
  void aCrashLosesAtMostTheRecordBeingWritten() throws IOException {
    Path shard = fill();
    byte[] sealed = Files.readAllBytes(shard);
    int record = 56;
    int start = FIRST_RECORD;
    for (int length = start; length <= start + RECORDS * record; length++) {
      Files.write(shard, Arrays.copyOf(sealed, length));
      int whole = (length - start) / record;
      try (FeatureCache cache = open(ElementType.FLOAT32, LARGE)) {
        assertThat(cache.size()).isEqualTo(whole);
        assertThat(cache.problems()).isEmpty();
        assertServesOnlyTruth(cache);
        records(cache).append(FeatureCache.key(RECORDS, 0, 0), features(RECORDS));
      }
      try (FeatureCache cache = open(ElementType.FLOAT32, LARGE)) {
        assertThat(cache.size()).isEqualTo(whole + 1);
      }
      for (Path path : shards()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void anyFlippedBitIsNamedAndRecomputedAndNeverServed() throws IOException {
    Path shard = fill();
    byte[] sealed = Files.readAllBytes(shard);
    int headerEnd = 8 + sealed[0];
    for (int at = 0; at < sealed.length; at++) {
      byte[] damaged = sealed.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Files.write(shard, damaged);
      try (FeatureCache cache = open(ElementType.FLOAT32, LARGE)) {
        int served = assertServesOnlyTruth(cache);
        boolean carriesNothing =
            (at >= headerEnd && at < FIRST_RECORD) || at >= sealed.length - Long.BYTES;
        assertThat(cache.problems().isEmpty()).isEqualTo(carriesNothing);
        assertThat(served == RECORDS || !carriesNothing).isTrue();
        assertThat(cache.problems()).allMatch(p -> p.contains(shard.getFileName().toString()));
        for (int id = 0; id < RECORDS; id++) {
          records(cache).append(FeatureCache.key(id, 0, 0), features(id));
          assertThat(records(cache).lookup(FeatureCache.key(id, 0, 0)).orElseThrow())
              .isEqualTo(features(id));
        }
      }
      try (FeatureCache cache = open(ElementType.FLOAT32, LARGE)) {
        assertThat(assertServesOnlyTruth(cache)).isEqualTo(RECORDS);
      }
      for (Path path : shards()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void aCutShardBeforeTheLastIsNamed() throws IOException {
    try (FeatureCache cache = open(ElementType.FLOAT32, 400)) {
      for (int id = 0; id < RECORDS; id++) {
        records(cache).append(FeatureCache.key(id, 0, 0), features(id));
      }
    }
    Path first = shards().get(0);
    Files.write(first, Arrays.copyOf(Files.readAllBytes(first), 200));
    try (FeatureCache cache = open(ElementType.FLOAT32, 400)) {
      assertThat(cache.problems()).singleElement().asString().contains("shard-000001", "rebuilt");
      assertServesOnlyTruth(cache);
    }
  }

  @Test
  void otherContentsLieApart() throws IOException {
    try (FeatureCache one = open(ElementType.FLOAT32, LARGE);
        FeatureCache two =
            FeatureCache.open(root, content("teacher-2", ElementType.FLOAT32), 400)) {
      records(one).append(FeatureCache.key(1, 0, 0), features(1));
      assertThat(records(two).lookup(FeatureCache.key(1, 0, 0))).isEmpty();
    }
  }

  @Test
  void twoRunsMayNotShareOne() throws IOException {
    try (FeatureCache first = open(ElementType.FLOAT32, LARGE)) {
      assertThatThrownBy(() -> open(ElementType.FLOAT32, LARGE))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("in use by another run (expected: one of a process at a time)");
      records(first).append(FeatureCache.key(1, 0, 0), features(1));
    }
    open(ElementType.FLOAT32, LARGE).close();
  }

  @Test
  void refusesWhatCannotBeKept() throws IOException {
    try (FeatureCache cache = open(ElementType.FLOAT16, LARGE)) {
      float[] large = new float[11];
      large[6] = 70000;
      assertThatThrownBy(() -> records(cache).append(1, large))
          .isInstanceOf(InputException.class)
          .hasMessage("teacher output map[1]: 70000.0 (expected: within ±65504.0)");
      large[6] = Float.NaN;
      assertThatThrownBy(() -> records(cache).rounded(large)).hasMessageContaining("map[1]: NaN");
      assertThat(records(cache).lookup(1)).isEmpty();
    }
  }

  @Test
  void noTwoViewsShareAKey() {
    int last = FeatureCache.MOST_DRAWS - 1;
    int view = (1 << 22) - 1;
    assertThat(
            List.of(
                FeatureCache.key(0, 0, view),
                FeatureCache.key(0, 1, 0),
                FeatureCache.key(0, last, view),
                FeatureCache.key(1, 0, 0),
                FeatureCache.key(Integer.MAX_VALUE, last, view)))
        .containsExactly(0x3FFFFFL, 0x400000L, 0xFFFFFFFFL, 1L << 32, Long.MAX_VALUE);
    assertThatThrownBy(() -> FeatureCache.key(0, 0, view + 1))
        .hasMessage(
            "cache key: example 0, draw 0, view 4194304"
                + " (expected: >= 0, 0 … 1023, 0 … 4194303)");
    assertThatThrownBy(() -> FeatureCache.key(0, last + 1, 0)).hasMessageContaining("draw 1024");
    assertThatThrownBy(() -> FeatureCache.key(-1, 0, 0)).hasMessageContaining("example -1");
  }

  private Path fill() throws IOException {
    try (FeatureCache cache = open(ElementType.FLOAT32, LARGE)) {
      for (int id = 0; id < RECORDS; id++) {
        records(cache).append(FeatureCache.key(id, 0, 0), features(id));
      }
    }
    return shards().get(0);
  }

  private static int assertServesOnlyTruth(FeatureCache cache) {
    int served = 0;
    for (int id = 0; id < RECORDS; id++) {
      float[] expected = features(id);
      served +=
          records(cache)
              .lookup(FeatureCache.key(id, 0, 0))
              .map(
                  values -> {
                    assertThat(values).isEqualTo(expected);
                    return 1;
                  })
              .orElse(0);
    }
    return served;
  }

  private static Records records(FeatureCache cache) {
    return new Records(cache, content("teacher-1", ElementType.FLOAT32).outputs());
  }

  private FeatureCache open(ElementType type, long shardBytes) throws IOException {
    return FeatureCache.open(root, content("teacher-1", type), shardBytes);
  }

  private static CacheContent content(String teacher, ElementType type) {
    return new CacheContent(
        teacher,
        "transform",
        List.of(new CachedOutput("embedding", List.of(5)), new CachedOutput("map", List.of(2, 3))),
        type);
  }

  private List<Path> shards() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(p -> p.toString().endsWith(".features")).sorted().toList();
    }
  }

  private static float[] features(int id) {
    Draws draws = Chance.of(5).at(id).draws();
    float[] values = new float[11];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian() * (i < 5 ? 1 : 100);
    }
    return values;
  }

  private static float largest(float[] values, int begin, int end) {
    float largest = 0;
    for (int i = begin; i < end; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }
}
