package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.CacheContent;
import io.reflux.teacher.CacheFolder;
import io.reflux.teacher.CacheNote;
import io.reflux.teacher.CachedOutput;
import io.reflux.teacher.FeatureCache;
import io.reflux.teacher.FeatureRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Caches of two teachers, of one run each. */
class CacheCommandTest {
  private static final List<CachedOutput> OUTPUTS =
      List.of(new CachedOutput("embedding", List.of(4)));
  private static final int ROWS = 6;

  private final StringWriter out = new StringWriter();

  @TempDir Path folder;

  private int cache(String... words) {
    out.getBuffer().setLength(0);
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    return line.execute(Stream.concat(Stream.of("cache"), Stream.of(words)).toArray(String[]::new));
  }

  private FeatureCache open(String teacher) throws IOException {
    CacheContent content = new CacheContent(teacher, "views", OUTPUTS, ElementType.FLOAT32);
    FeatureCache cache = FeatureCache.open(folder.resolve("features"), content, 1 << 20);
    Path run = Files.createDirectories(folder.resolve("runs").resolve(teacher));
    cache.describe(new CacheNote(teacher + ".pth", "float32", "birds", 12, 1, 2), run);
    return cache;
  }

  private Path fill(String teacher) throws IOException {
    try (FeatureCache cache = open(teacher)) {
      for (int id = 0; id < ROWS; id++) {
        HostTensor row = HostTensor.of(new float[] {id, 1, 2, 3}, 1, 4);
        cache.keep(
            new long[] {FeatureCache.key(id, 0, 0)},
            FeatureRows.of(OUTPUTS, Map.of("embedding", row)));
      }
    }
    return shard(teacher);
  }

  private Path shard(String teacher) throws IOException {
    String run = folder.resolve("runs").resolve(teacher).toString();
    try (Stream<Path> files = Files.walk(folder.resolve("features"))) {
      return files
          .filter(file -> file.toString().endsWith(".features"))
          .filter(file -> text(file.resolveSibling("content.txt")).contains(run))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String features() {
    return folder.resolve("features").toString();
  }

  @Test
  void infoTellsWhoAnsweredAboutWhat() throws IOException {
    Path shard = fill("small");
    assertThat(cache("info", folder.toString())).isZero();
    assertThat(out.toString().lines())
        .contains(
            String.valueOf(shard.resolveSibling("")),
            "  teacher    small.pth, float32",
            "  images     12 of birds, 1 view of each, which repeat after 2 epochs",
            "  a row      embedding [4], float32, 32 bytes",
            "  answered   by small",
            "  last used  0 minutes ago",
            "  opened by  " + folder.resolve("runs/small").toAbsolutePath())
        .anyMatch(line -> line.matches("  holds      6 rows in 1 shard, .*, 25.0 % of 24"));
    try (FeatureCache held = open("small")) {
      assertThat(held.size()).isEqualTo(ROWS);
      assertThat(cache("info", features())).isZero();
      assertThat(out.toString()).contains("minutes ago, by a run now");
    }
  }

  @Test
  void verifyNamesEachShardWithADamagedByteAndChangesNothing() throws IOException {
    fill("small");
    Path shard = fill("large");
    assertThat(cache("verify", features())).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.endsWith(": whole"));
    byte[] whole = Files.readAllBytes(shard);
    int damaged = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x10;
      Files.write(shard, bytes);
      damaged += new CacheFolder(shard.resolveSibling("")).problems().containsKey(shard) ? 1 : 0;
      assertThat(Files.readAllBytes(shard)).isEqualTo(bytes);
    }
    // Only padding carries nothing: it fills the header up to 64 bytes.
    assertThat(damaged).isGreaterThan(whole.length - 64);
    whole[whole.length / 2] ^= 1;
    Files.write(shard, whole);
    assertThat(cache("verify", features())).isEqualTo(ExitCode.DAMAGED);
    assertThat(out.toString()).contains(shard + ": ", shard.resolveSibling("") + ": 1 bad shards");
  }

  @Test
  void aShardThatIsWrittenToIsWholeUpToItsLastRecord() throws IOException {
    try (FeatureCache cache = open("small")) {
      HostTensor row = HostTensor.of(new float[] {5, 1, 2, 3}, 1, 4);
      cache.keep(
          new long[] {FeatureCache.key(1, 0, 0)},
          FeatureRows.of(OUTPUTS, Map.of("embedding", row)));
      Files.write(shard("small"), new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
      assertThat(cache("verify", features())).isZero();
      assertThat(cache("info", features())).isZero();
      assertThat(out.toString()).contains("holds      1 row in 1 shard");
    }
  }

  @Test
  void pruneRemovesWhatIsOldAndNothingThatARunHasOpen() throws IOException {
    Path small = fill("small").resolveSibling("");
    Path large = fill("large").resolveSibling("");
    assertThat(cache("prune", features())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(cache("prune", features(), "--older-than", "1 day")).isZero();
    assertThat(out.toString()).contains("0 of 0");
    age(small, Duration.ofDays(3));
    age(large, Duration.ofDays(2));
    assertThat(cache("prune", features(), "--older-than", "60h", "--dry-run")).isZero();
    assertThat(out.toString()).contains(small + ": would go", "1 of 1").doesNotContain(large + "");
    assertThat(small).exists();
    CacheContent content = new CacheContent("small", "views", OUTPUTS, ElementType.FLOAT32);
    try (FeatureCache held = FeatureCache.open(folder.resolve("features"), content, 1 << 20)) {
      assertThat(held.size()).isEqualTo(ROWS);
      age(small, Duration.ofDays(3));
      assertThat(cache("prune", features(), "--older-than", "1 day")).isEqualTo(ExitCode.FAILED);
      assertThat(out.toString()).contains(small + ": in use", large + ": removed", "1 of 2");
    }
    assertThat(large).doesNotExist();
    age(small, Duration.ofDays(3));
    assertThat(cache("prune", features(), "--older-than", "1 day")).isZero();
    assertThat(small).doesNotExist();
  }

  @Test
  void pruneKeepsTheLatestUpToASize() throws IOException {
    Path small = fill("small").resolveSibling("");
    Path large = fill("large").resolveSibling("");
    age(small, Duration.ofDays(3));
    long bytes = cacheBytes(large);
    assertThat(cache("prune", features(), "--keep", 2 * bytes + 1000 + "")).isZero();
    assertThat(out.toString()).contains("0 of 0");
    assertThat(cache("prune", features(), "--keep", Long.toString(bytes))).isZero();
    assertThat(small).doesNotExist();
    assertThat(large).exists();
    assertThat(cache("prune", features(), "--keep", "0 GB")).isZero();
    assertThat(large).doesNotExist();
    assertThat(cache("prune", features(), "--keep", "much")).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void pruneRemovesWhatIsOfNoRunThatIsThere() throws IOException {
    Path small = fill("small").resolveSibling("");
    Path large = fill("large").resolveSibling("");
    Path runs = folder.resolve("runs");
    Files.delete(runs.resolve("large"));
    assertThat(cache("prune", features(), "--not-of", runs.toString())).isZero();
    assertThat(small).exists();
    assertThat(large).doesNotExist();
    Path others = Files.createDirectories(folder.resolve("others"));
    assertThat(cache("prune", features(), "--not-of", others.toString())).isZero();
    assertThat(small).doesNotExist();
  }

  @Test
  void aFolderWithoutCachesSaysSo() {
    assertThat(cache("info", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("no cache in ");
    assertThat(cache("info", folder.resolve("none").toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(cache()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString()).contains("cache what? (expected: info, verify, prune)");
  }

  private static long cacheBytes(Path cache) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static void age(Path cache, Duration by) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(by));
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
    Files.setLastModifiedTime(cache, then);
  }
}
