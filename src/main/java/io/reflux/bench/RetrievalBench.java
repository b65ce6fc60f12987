package io.reflux.bench;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.ResidentMemory;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Distance;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.FileVectors;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.Neighbours;
import io.reflux.evaluate.Progress;
import io.reflux.evaluate.RecallAtK;
import io.reflux.evaluate.ScoreTiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures retrieval at the size of real datasets: what {@code reflux bench retrieval} does. */
public final class RetrievalBench {
  private static final int CLASS_SIZE = 5;

  private final TensorScope scope;
  private final Consumer<String> report;

  /**
   * What recall cost.
   *
   * @param ratio its time divided by that of the bare products
   * @param gigabytes the peak of resident memory above the embeddings; empty where the system
   *     doesn't tell
   */
  public record Recall(double ratio, OptionalDouble gigabytes) {}

  /**
   * A measurement.
   *
   * @param scope where native work is done
   * @param report is told each result, a line each
   */
  public RetrievalBench(TensorScope scope, Consumer<String> report) {
    this.scope = scope;
    this.report = report;
  }

  /**
   * Times recall@{1, 10, 100, 1000} of each row against all others, beside the bare matrix products
   * that it can't do without.
   *
   * @param rows how many rows, as 60502 for SOP
   * @param size the embedding size, as 512
   */
  public Recall recall(int rows, int size) {
    EmbeddingSet set = clustered(rows, size);
    List<Metric> metrics =
        IntStream.of(1, 10, 100, 1000)
            .mapToObj(k -> RecallAtK.of("recall@" + k, Distance.EUCLIDEAN, k))
            .toList();
    Evaluation.evaluate(clustered(Math.min(rows, 5000), size), metrics, scope); // warm-up
    ResidentMemory.forgetPeak();
    OptionalDouble before = ResidentMemory.gigabytes();
    long start = System.nanoTime();
    try (ScoreTiles tiles = new ScoreTiles(set, Distance.EUCLIDEAN, scope)) {
      tiles.multiplyOnly(set);
    }
    double bare = secondsSince(start);
    start = System.nanoTime();
    Map<String, Double> values = Evaluation.evaluate(set, metrics, scope);
    double whole = secondsSince(start);
    say("recall of %d x %d: %s", rows, size, values);
    say("  products alone %.1f s, recall %.1f s: %.2f times", bare, whole, whole / bare);
    OptionalDouble peak = ResidentMemory.peakGigabytes();
    return new Recall(
        whole / bare,
        before.isPresent() && peak.isPresent()
            ? OptionalDouble.of(peak.getAsDouble() - before.getAsDouble())
            : OptionalDouble.empty());
  }

  /**
   * Times the 20 nearest rows of queries in a gallery that streams from a file, which is written
   * first and removed in the end.
   *
   * @param gallery how many rows, as 1281167 for ImageNet
   * @param queries how many queries, as 50000
   * @param size the embedding size, as 512
   * @param progress is told how far the search is
   * @return the peak of resident memory in gigabytes; empty where the system doesn't tell
   * @throws IOException if the file can't be written to the folder for temporary files
   */
  public OptionalDouble neighbours(int gallery, int queries, int size, Progress progress)
      throws IOException {
    Path file = Files.createTempFile("reflux-bench", ".f32");
    try {
      write(file, gallery, size);
      try (FileVectors vectors = FileVectors.open(file, size)) {
        EmbeddingSet asked = clustered(queries, size);
        long start = System.nanoTime();
        Neighbours.Search search = new Neighbours.Search(20, Distance.COSINE, false, progress);
        int[][] found = Neighbours.find(asked, vectors, search, scope);
        double seconds = secondsSince(start);
        say("20 nearest of %d queries in %d x %d from a file:", found.length, gallery, size);
        say("  %.1f s, %.0f GFLOP/s", seconds, 2e-9 * gallery * queries * size / seconds);
        return ResidentMemory.peakGigabytes();
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void say(String format, Object... values) {
    report.accept(String.format(Locale.ROOT, format, values));
  }

  /** Groups of five rows around random centres, loose enough that recall is far from 0 and 1. */
  private static EmbeddingSet clustered(int rows, int size) {
    float[] values = new float[rows * size];
    for (int row = 0; row < rows; row++) {
      fill(row, size, values, row * size);
    }
    int[] labels = IntStream.range(0, rows).map(row -> row / CLASS_SIZE).toArray();
    return new EmbeddingSet(values, size, labels);
  }

  private static void fill(int row, int size, float[] target, int from) {
    Draws centre = Chance.of(0).at("centre").at(row / CLASS_SIZE).draws();
    Draws own = Chance.of(0).at("row").at(row).draws();
    for (int i = 0; i < size; i++) {
      target[from + i] = (float) (centre.uniform(-1, 1) + own.uniform(-2.2, 2.2));
    }
  }

  private static void write(Path file, int rows, int size) throws IOException {
    float[] row = new float[size];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(size * Float.BYTES * 1024).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < rows; i++) {
        fill(i, size, row, 0);
        bytes.asFloatBuffer().put(row);
        bytes.position(bytes.position() + size * Float.BYTES);
        if (!bytes.hasRemaining() || i == rows - 1) {
          bytes.flip();
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          bytes.clear();
        }
      }
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
