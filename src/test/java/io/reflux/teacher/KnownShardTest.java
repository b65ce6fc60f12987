package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bytes of a shard. A cache is kept for months and read by whichever version comes next: if one
 * of these tests fails, shards that lie on somebody's disk are no longer what this code reads.
 */
class KnownShardTest {
  private static final String NAME = "shard-000001.features";
  private static final long LARGE = 1 << 20;

  /** Two records of two outputs, float16, sealed; the parts of the file one under the other. */
  private static final List<String> SHARD =
      List.of(
          "3c000000 99aaa1ab", // header: length, CRC-32C
          "0801", // 1: format version 1
          "1207 74656163686572", // 2: teacher digest
          "1a09 7472616e73666f726d", // 3: transform digest
          "2207 464c4f41543136", // 4: element type
          "2a0e 0a09656d62656464696e67120103", // 5: output: embedding, [3]
          "2a09 0a036d617012020102", // 5: output: map, [1, 2]
          "3018", // 6: 24 bytes a record
          "00".repeat(60), // up to byte 128
          "0000000007000000 003c00b8000000560030", // record: key, values
          "0000 a1a55c4d", // padding, CRC-32C
          "0100000007000000 00c0003c000000da00b4", // record: key, values
          "0000 8e33a2d4", // padding, CRC-32C
          "16000000 41b35844", // index: length, CRC-32C
          "0a10 00000000070000000100000007000000", // 1: keys
          "1202 0001", // 2: slots
          "b000000000000000", // tail: where the index begins
          "78207365616c6564"); // " sealed"

  private static final String HEX = String.join("", SHARD).replace(" ", "");

  @TempDir Path root;

  @Test
  void aShardOfTodayIsThatOfEveryDay() throws IOException {
    byte[] bytes = Files.readAllBytes(write(ElementType.FLOAT16));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(HEX);
  }

  @Test
  void aShardOfEveryDayIsRead() throws IOException {
    Path folder = Files.createDirectories(root.resolve(content(ElementType.FLOAT16).folderName()));
    Files.write(folder.resolve(NAME), HexFormat.of().parseHex(HEX));
    try (FeatureCache cache = FeatureCache.open(root, content(ElementType.FLOAT16), LARGE)) {
      assertThat(cache.size()).isEqualTo(2);
      assertThat(records(cache).lookup(FeatureCache.key(7, 0, 0)).orElseThrow())
          .isEqualTo(values(1));
      assertThat(records(cache).lookup(FeatureCache.key(7, 0, 1)).orElseThrow())
          .isEqualTo(values(-2));
      assertThat(cache.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 238, 172ddfdfaff6dc1d", "INT8, 238, 503785ca04863d20"})
  void theOtherElementTypesToo(ElementType type, int size, String sha256)
      throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(write(type));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(bytes).hasSize(size);
    assertThat(HexFormat.of().formatHex(Arrays.copyOf(digest, 8))).isEqualTo(sha256);
  }

  /** Also the folder's name is kept: under another one nothing would be found again. */
  @Test
  void aContentsFolderOfTodayIsThatOfEveryDay() {
    assertThat(content(ElementType.FLOAT16).folderName()).isEqualTo("e67f397f84610633");
    assertThat(content(ElementType.INT8).folderName()).isEqualTo("d854935fcba42820");
  }

  private Path write(ElementType type) throws IOException {
    try (FeatureCache cache = FeatureCache.open(root, content(type), LARGE)) {
      records(cache).append(FeatureCache.key(7, 0, 0), values(1));
      records(cache).append(FeatureCache.key(7, 0, 1), values(-2));
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(path -> Objects.toString(path.getFileName()).equals(NAME))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Records records(FeatureCache cache) {
    return new Records(cache, content(ElementType.FLOAT32).outputs());
  }

  private static CacheContent content(ElementType type) {
    return new CacheContent(
        "teacher",
        "transform",
        List.of(new CachedOutput("embedding", List.of(3)), new CachedOutput("map", List.of(1, 2))),
        type);
  }

  private static float[] values(float scale) {
    return new float[] {scale, -0.5f * scale, 0, 96 * scale, 0.125f * scale};
  }
}
