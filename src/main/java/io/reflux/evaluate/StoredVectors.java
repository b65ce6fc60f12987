package io.reflux.evaluate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows with their classes that are written to a file as they come, and read from it afterwards:
 * ImageNet's features, at 2,048 numbers a row, are more than an array holds. The file lives as long
 * as this.
 */
public final class StoredVectors implements LabelledVectors, AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Path file;
  private @Nullable OutputStream out;
  private int[] labels = new int[0];
  private int rows;
  private int size;
  private @Nullable FileVectors reading;

  private StoredVectors(Path file) {
    this.file = file;
  }

  /** Rows that are none yet; their file is made with the first of them, and removed in the end. */
  public static StoredVectors in(Path file) {
    return new StoredVectors(file);
  }

  /** Appends rows; none can be appended once they are read. */
  public void add(EmbeddingSet more) {
    if (reading != null || (rows > 0 && more.size() != size)) {
      throw new IllegalStateException(
          file + ": rows of " + more.size() + " (expected: of " + size + ", before they are read)");
    }
    size = more.size();
    ByteBuffer bytes =
        ByteBuffer.allocate(more.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(more.values());
    try {
      out().write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
    if (labels.length < rows + more.count()) {
      labels = Arrays.copyOf(labels, Math.max(2 * labels.length, rows + more.count()));
    }
    System.arraycopy(more.labels(), 0, labels, rows, more.count());
    rows += more.count();
  }

  private OutputStream out() throws IOException {
    OutputStream open = out;
    if (open == null) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      open = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
      out = open;
    }
    return open;
  }

  @Override
  public int count() {
    return rows;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int[] labels() {
    return Arrays.copyOf(labels, rows);
  }

  @Override
  public void read(int first, int count, float[] target) {
    FileVectors vectors = reading;
    try {
      if (vectors == null) {
        out().close();
        vectors = FileVectors.open(file, size);
        reading = vectors;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
    vectors.read(first, count, target);
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
      if (reading != null) {
        reading.close();
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be removed", e);
    }
  }
}
