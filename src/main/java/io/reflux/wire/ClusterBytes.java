package io.reflux.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.reflux.wire.proto.ClusterEnvelope;
import java.io.IOException;

/** Messages between a run and its nodes as bytes, and back. */
public final class ClusterBytes {
  /** No message has more: the images of a piece, or the answers about it. */
  private static final int MOST_BYTES = 1 << 30;

  private ClusterBytes() {}

  /** A message as bytes. */
  public static byte[] write(ClusterMessage message) {
    ClusterWriter writer = new ClusterWriter();
    message.accept(writer);
    return writer.envelope().toByteArray();
  }

  /**
   * Bytes as the message that they are.
   *
   * @throws IOException if they are none: torn, too many, of another kind, or what they say can't
   *     be
   */
  public static ClusterMessage read(byte[] bytes) throws IOException {
    if (bytes.length > MOST_BYTES) {
      throw new IOException(
          "message: " + bytes.length + " bytes (expected: at most " + MOST_BYTES + ")");
    }
    try {
      return ClusterReader.message(ClusterEnvelope.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IOException("message: " + e.getMessage(), e);
    }
  }
}
