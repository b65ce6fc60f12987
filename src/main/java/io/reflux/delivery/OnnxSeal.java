package io.reflux.delivery;

import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A checksum at the end of an ONNX model: one more line of its metadata, which any reader takes for
 * that. It holds for the bytes before it, of which it also says the number; whoever changes a model
 * on purpose writes another number of bytes, or none of this, and is left alone.
 */
final class OnnxSeal {
  private static final String KEY = "reflux-crc32c";
  private static final int CHUNK_BYTES = 1 << 20;

  /** Field 14 of a model, metadata: an entry with a key, field 1, and a value, field 2. */
  private static final int METADATA = 0x72;

  private static final int FIRST_TEXT = 0x0A;
  private static final int SECOND_TEXT = 0x12;

  /** How many bytes a seal has. */
  private static final int BYTES = seal(0, 0).length;

  private OnnxSeal() {}

  /** Puts a seal under a model. */
  static void add(Path file) throws IOException {
    try (FileChannel model = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] seal = seal(model.size(), checksum(model, model.size()));
      DurableFile.write(
          file,
          target -> {
            long copied = 0;
            while (copied < model.size()) {
              copied += model.transferTo(copied, model.size() - copied, target);
            }
            DurableFile.drain(ByteBuffer.wrap(seal), target);
          });
    }
  }

  /**
   * Compares a model with its seal, if it has one.
   *
   * @throws IOException if it differs
   */
  static void check(Path file) throws IOException {
    try (FileChannel model = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = model.size() - BYTES;
      if (length < 0) {
        return;
      }
      ByteBuffer found = ByteBuffer.allocate(BYTES);
      model.read(found, length);
      byte[] unchecked = seal(length, 0);
      int digits = BYTES - 2 * Integer.BYTES;
      if (!Arrays.equals(found.array(), 0, digits, unchecked, 0, digits)) {
        return;
      }
      byte[] expected = seal(length, checksum(model, length));
      if (!Arrays.equals(found.array(), expected)) {
        throw new IOException(
            "%s: damaged since it was written: CRC-32C %s (expected: %s)"
                .formatted(file, last(expected, digits), last(found.array(), digits)));
      }
    }
  }

  private static String last(byte[] seal, int from) {
    return new String(seal, from, seal.length - from, StandardCharsets.US_ASCII);
  }

  private static byte[] seal(long length, int checksum) {
    String value = "%016x:%08x".formatted(length, checksum);
    ByteBuffer seal = ByteBuffer.allocate(2 + 2 + KEY.length() + 2 + value.length());
    seal.put((byte) METADATA).put((byte) (seal.capacity() - 2));
    seal.put((byte) FIRST_TEXT).put((byte) KEY.length());
    seal.put(KEY.getBytes(StandardCharsets.US_ASCII));
    seal.put((byte) SECOND_TEXT).put((byte) value.length());
    return seal.put(value.getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static int checksum(FileChannel model, long length) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    for (long at = 0; at < length; at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, length - at));
      while (chunk.hasRemaining()) {
        if (model.read(chunk, at + chunk.position()) < 0) {
          throw new IOException("the model ends while it is read");
        }
      }
      checksum.update(chunk.flip());
    }
    return (int) checksum.getValue();
  }
}
