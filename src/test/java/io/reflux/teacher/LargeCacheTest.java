package io.reflux.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache about as many images as ImageNet has, in as many views as people replay. */
class LargeCacheTest {
  private static final int IMAGES = 1_281_167;
  private static final int VIEWS = 50;

  /** With key and checksum 1,656 bytes a row: a shard of nearly 2 GiB holds a row of each image. */
  private static final int SIZE = 411;

  private static final List<CachedOutput> OUTPUTS =
      List.of(new CachedOutput("embedding", List.of(SIZE)));
  private static final CacheContent CONTENT =
      new CacheContent("teacher", "views", OUTPUTS, ElementType.FLOAT32);
  private static final int PART = 32;

  @TempDir Path root;

  /** Of a sparse file, only the first and the last rows of which are there. */
  @Test
  void aShardAsLargeAsTheyGetIsCountedAndReadAtBothEnds() throws IOException {
    long first = FeatureCache.key(0, 0, VIEWS - 1);
    long last = FeatureCache.key(IMAGES - 1, 0, VIEWS - 1);
    try (FeatureCache small = open()) {
      small.keep(new long[] {first, last}, rows(3, 5));
    }
    stretch(shard(), IMAGES);
    assertThat(Files.size(shard())).isBetween(2_000_000_000L, (long) Integer.MAX_VALUE);
    try (FeatureCache large = open()) {
      assertThat(large.size()).isEqualTo(IMAGES);
      assertThat(large.problems()).isEmpty();
      FeatureRows read = FeatureRows.zeros(OUTPUTS, 2);
      assertThat(large.read(first, read, 0)).isTrue();
      assertThat(large.read(last, read, 1)).isTrue();
      assertThat(read.row(0).get(0).get(SIZE - 1)).isEqualTo(3);
      assertThat(read.row(1).get(0).get(SIZE - 1)).isEqualTo(5);
      long hole = FeatureCache.key(IMAGES / 2, 0, VIEWS - 1);
      assertThat(large.read(hole, read, 0)).as("a row that isn't whole is not served").isFalse();
      assertThat(large.size()).isEqualTo(IMAGES - 1);
      large.keep(new long[] {hole}, rows(7));
      assertThat(large.read(hole, read, 0)).as("what is computed anew is kept").isTrue();
      assertThat(large.hits()).isEqualTo(3);
    }
  }

  /**
   * Rows in the order in which epochs write them: each image in a view, then in the next. Here are
   * those of one image in 32, which fill a table of 1/32 as the whole fills its own: 2.1 GB, half
   * as much again while it grows to that.
   */
  @Test
  void theIndexOfAllViewsFindsEachAndNoOtherInTheRoomThatIsSaidOfIt() {
    int images = IMAGES / PART;
    long before = allocated();
    RecordIndex index = new RecordIndex();
    for (int view = 0; view < VIEWS; view++) {
      for (int image = 0; image < images; image++) {
        index.put(key(image, view), place(image, view));
      }
    }
    long tables = allocated() - before; // each twice the one before: together twice the last
    assertThat(index.size()).isEqualTo(images * VIEWS);
    assertThat(tables / 2.0 / index.size()).as("bytes a row").isBetween(16.0, 35.0);
    for (int image : new int[] {0, 1, images / 2, images - 1}) {
      for (int view = 0; view < VIEWS; view++) {
        assertThat(index.get(key(image, view))).isEqualTo(place(image, view));
      }
      assertThat(index.get(key(image, VIEWS))).isEqualTo(RecordIndex.ABSENT);
    }
    assertThat(index.get(key(images, 0))).isEqualTo(RecordIndex.ABSENT);
  }

  /** As far apart as the images of the whole are. */
  private static long key(int image, int view) {
    return FeatureCache.key(image * PART, 0, view);
  }

  private static long place(int image, int view) {
    return ((long) view << Integer.SIZE) | image;
  }

  /** Bytes that this thread has taken from the heap, whether or not they are needed still. */
  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
  }

  /** Gives a shard of two rows so many: the second becomes the last, a hole is between them. */
  private static void stretch(Path shard, int rows) throws IOException {
    ShardFormat format = ShardFormat.of(CONTENT, new FeatureCodec(CONTENT).bytes());
    int start = SealedShard.startOf(SealedShard.map(shard), format);
    long[] keys = new long[rows];
    Arrays.setAll(keys, image -> FeatureCache.key(image, 0, VIEWS - 1));
    int[] slots = new int[rows];
    Arrays.setAll(slots, slot -> slot);
    try (FileChannel file =
        FileChannel.open(shard, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer second = ByteBuffer.allocate(format.recordBytes());
      file.read(second, start + format.recordBytes());
      file.truncate(start + format.recordBytes());
      file.write(second.flip(), start + (rows - 1L) * format.recordBytes());
      OpenShard.seal(file, start + (long) rows * format.recordBytes(), new ShardIndex(keys, slots));
    }
  }

  private FeatureCache open() throws IOException {
    return FeatureCache.open(root, CONTENT, 1 << 20);
  }

  private Path shard() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".features")).findFirst().orElseThrow();
    }
  }

  private static FeatureRows rows(float... filling) {
    float[] values = new float[filling.length * SIZE];
    for (int row = 0; row < filling.length; row++) {
      Arrays.fill(values, row * SIZE, (row + 1) * SIZE, filling[row]);
    }
    return FeatureRows.of(
        OUTPUTS, Map.of("embedding", HostTensor.of(values, filling.length, SIZE)));
  }
}
