package io.reflux.wire;

import com.google.protobuf.ByteString;
import io.reflux.wire.proto.EventMessage;
import io.reflux.wire.proto.ImageMessage;
import io.reflux.wire.proto.SummaryMessage;
import io.reflux.wire.proto.ValueMessage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A picture, as TensorBoard stores it.
 *
 * @param seconds when, since 1970
 * @param step the step it belongs to
 * @param tag its name, as {@code worst/1}
 * @param picture what it shows
 */
public record ImageEvent(double seconds, long step, String tag, Encoded picture) {
  private static final int RGB = 3;

  /**
   * An encoded picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @param png its bytes; not changed
   */
  public record Encoded(int width, int height, ByteBuffer png) {}

  /** The event as bytes. */
  public byte[] toBytes() {
    ImageMessage image =
        ImageMessage.newBuilder()
            .setWidth(picture.width())
            .setHeight(picture.height())
            .setColorspace(RGB)
            .setEncodedImageString(ByteString.copyFrom(picture.png().duplicate()))
            .build();
    ValueMessage value = ValueMessage.newBuilder().setTag(tag).setImage(image).build();
    return EventMessage.newBuilder()
        .setWallTime(seconds)
        .setStep(step)
        .setSummary(SummaryMessage.newBuilder().addValue(value))
        .build()
        .toByteArray();
  }

  /**
   * The event that {@link #toBytes()} wrote.
   *
   * @throws IOException if the bytes hold something else
   */
  public static ImageEvent parse(byte[] bytes) throws IOException {
    EventMessage event = EventMessage.parseFrom(bytes);
    int values = event.getSummary().getValueCount();
    if (values != 1 || !event.getSummary().getValue(0).hasImage()) {
      throw new IOException("event: " + values + " values (expected: 1, an image)");
    }
    ValueMessage value = event.getSummary().getValue(0);
    ImageMessage image = value.getImage();
    return new ImageEvent(
        event.getWallTime(),
        event.getStep(),
        value.getTag(),
        new Encoded(
            image.getWidth(),
            image.getHeight(),
            image.getEncodedImageString().asReadOnlyByteBuffer()));
  }
}
