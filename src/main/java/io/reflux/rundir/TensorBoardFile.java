package io.reflux.rundir;

import io.reflux.wire.ScalarEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file: TFRecords, each its length, the length's masked CRC-32C, the event, and
 * the event's masked CRC-32C, little-endian.
 */
public final class TensorBoardFile implements AutoCloseable {
  private static final int MASK = 0xa282ead8;

  private final OutputStream stream;

  private TensorBoardFile(OutputStream stream) {
    this.stream = stream;
  }

  /**
   * Begins a file, replacing one of the same name.
   *
   * @param file TensorBoard looks for {@code tfevents} in the name
   * @param seconds when its curves begin, since 1970
   */
  public static TensorBoardFile create(Path file, double seconds) throws IOException {
    TensorBoardFile created =
        new TensorBoardFile(new BufferedOutputStream(Files.newOutputStream(file)));
    created.record(ScalarEvent.opening(seconds));
    return created;
  }

  /** Appends an event. */
  public void add(ScalarEvent event) throws IOException {
    record(event.toBytes());
  }

  /** Hands what was appended to the operating system, where TensorBoard sees it. */
  void flush() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private void record(byte[] event) throws IOException {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(event.length)
            .array();
    stream.write(length);
    stream.write(checksum(length));
    stream.write(event);
    stream.write(checksum(event));
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }
}
