package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that several processes have open. */
class SharedCacheTest {
  private static final long LARGE = 1 << 20;

  /** Two records of two numbers, header and index. */
  private static final long SMALL = 180;

  @TempDir private Path root;

  @Test
  void whatOneHasKeptTheOtherReads() throws IOException {
    try (FeatureCache own = open(LARGE);
        CacheProcess other = CacheProcess.of(root, LARGE)) {
      assertThat(own("claim 1", own)).isEqualTo("true");
      assertThat(own("keep 1 1.5", own)).isEqualTo("[1.5, -1.5]");
      assertThat(other.does("claim 1")).as("nothing is missing").isEqualTo("true");
      assertThat(other.does("read 1")).isEqualTo("[1.5, -1.5]");
      other.does("claim 2");
      other.does("keep 2 2.5");
      assertThat(own("read 2", own)).as("it has not looked").isEqualTo("none");
      own("claim 2", own);
      assertThat(own("read 2", own)).isEqualTo("[2.5, -2.5]");
    }
    assertThat(shards()).as("each wrote its own").hasSize(2);
    try (FeatureCache later = open(LARGE)) {
      assertThat(later.size()).isEqualTo(2);
      assertThat(later.problems()).isEmpty();
    }
  }

  @Test
  void oneWorksAtAKeyAtATime() throws IOException, InterruptedException {
    try (FeatureCache own = open(LARGE);
        CacheProcess other = CacheProcess.of(root, LARGE)) {
      assertThat(other.does("claim 7")).isEqualTo("true");
      assertThat(own("claim 7", own)).isEqualTo("false");
      assertThat(own("claim 8", own)).isEqualTo("true");
      other.does("keep 7 1");
      assertThat(own("claim 7", own)).as("it is there").isEqualTo("true");
      assertThat(own("read 7", own)).isEqualTo("[1.0, -1.0]");
      other.does("claim 9");
      assertThat(own("claim 9", own)).isEqualTo("false");
      other.kill();
      assertThat(own("claim 9", own)).as("who dies works at nothing").isEqualTo("true");
    }
  }

  @Test
  void shardsThatRotateAndSealAreReadOn() throws IOException {
    try (FeatureCache own = open(SMALL);
        CacheProcess other = CacheProcess.of(root, SMALL)) {
      for (int key = 0; key < 20; key += 2) {
        own("claim " + key, own);
        own("keep " + key + " " + key, own);
        other.does("claim " + (key + 1));
        other.does("keep " + (key + 1) + " " + (key + 1));
      }
      own.claim(new long[] {99});
      for (int key = 0; key < 20; key++) {
        assertThat(own("read " + key, own)).isEqualTo("[%.1f, -%.1f]", (double) key, (double) key);
      }
      assertThat(shards()).hasSizeGreaterThan(4);
    }
  }

  @Test
  void whatAKilledProcessLeftIsMendedByWhoComesNextAndStaysReadable()
      throws IOException, InterruptedException {
    try (CacheProcess first = CacheProcess.of(root, LARGE);
        CacheProcess other = CacheProcess.of(root, LARGE)) {
      first.does("keep 1 1");
      first.does("keep 2 2");
      other.does("claim 3");
      first.kill();
      Path torn = shards().get(0);
      Files.write(torn, new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
      try (FeatureCache next = open(LARGE)) {
        assertThat(next.problems()).isEmpty();
        assertThat(own("read 1", next)).isEqualTo("[1.0, -1.0]");
        own("keep 4 4", next);
        assertThat(other.does("read 2")).isEqualTo("[2.0, -2.0]");
        assertThat(other.does("claim 4")).isEqualTo("true");
        assertThat(other.does("read 4")).isEqualTo("[4.0, -4.0]");
      }
    }
  }

  @Test
  void nobodyRemovesWhatAnotherProcessHasOpen() throws IOException {
    try (CacheProcess other = CacheProcess.of(root, LARGE)) {
      other.does("keep 1 1");
      CacheFolder folder = CacheFolder.below(root).get(0);
      assertThat(folder.inUse()).isTrue();
      assertThat(folder.remove()).isFalse();
      assertThat(other.does("read 1")).isEqualTo("[1.0, -1.0]");
    }
    assertThat(CacheFolder.below(root).get(0).remove()).isTrue();
    assertThat(CacheFolder.below(root)).isEmpty();
  }

  private static String own(String order, FeatureCache cache) throws IOException {
    return CacheProcess.done(cache, order.split(" "));
  }

  private FeatureCache open(long shardBytes) throws IOException {
    return FeatureCache.open(root, CacheProcess.CONTENT, shardBytes);
  }

  private List<Path> shards() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(p -> p.toString().endsWith(".features")).sorted().toList();
    }
  }
}
