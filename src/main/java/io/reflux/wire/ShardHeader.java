package io.reflux.wire;

import io.reflux.wire.proto.OutputMessage;
import io.reflux.wire.proto.ShardHeaderMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the records of a feature cache shard hold.
 *
 * @param teacherDigest of the teacher's weights and program
 * @param transformDigest of all that turns an example into the teacher's pixels
 * @param elementType how a value is stored
 * @param outputs the teacher's outputs, in the order in which a record holds them
 * @param recordBytes the length of each record
 */
public record ShardHeader(
    String teacherDigest,
    String transformDigest,
    String elementType,
    List<Output> outputs,
    int recordBytes) {
  private static final int FORMAT_VERSION = 1;

  /** Copies the list. */
  public ShardHeader {
    outputs = List.copyOf(outputs);
  }

  /**
   * One of the teacher's outputs, for one view of one example.
   *
   * @param name its name
   * @param shape its shape
   */
  public record Output(String name, List<Integer> shape) {
    /** Copies the list. */
    public Output {
      shape = List.copyOf(shape);
    }
  }

  /** The header as bytes, with a checksum of its own. */
  public byte[] toBytes() {
    ShardHeaderMessage.Builder message =
        ShardHeaderMessage.newBuilder()
            .setFormatVersion(FORMAT_VERSION)
            .setTeacherDigest(teacherDigest)
            .setTransformDigest(transformDigest)
            .setElementType(elementType)
            .setRecordBytes(recordBytes);
    for (Output output : outputs) {
      message.addOutputs(OutputMessage.newBuilder().setName(output.name).addAllShape(output.shape));
    }
    return Frame.wrap(message.build().toByteArray());
  }

  /**
   * Takes a header from the front of {@code bytes}, moving its position behind it.
   *
   * @throws IOException if it is damaged, or of another format
   */
  public static ShardHeader parse(ByteBuffer bytes) throws IOException {
    ShardHeaderMessage message = ShardHeaderMessage.parseFrom(Frame.unwrap(bytes));
    if (message.getFormatVersion() != FORMAT_VERSION) {
      throw new IOException(
          "format version: " + message.getFormatVersion() + " (expected: " + FORMAT_VERSION + ")");
    }
    return new ShardHeader(
        message.getTeacherDigest(),
        message.getTransformDigest(),
        message.getElementType(),
        message.getOutputsList().stream()
            .map(o -> new Output(o.getName(), o.getShapeList()))
            .toList(),
        message.getRecordBytes());
  }
}
