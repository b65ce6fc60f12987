package io.reflux.wire;

import io.reflux.wire.proto.EventMessage;
import io.reflux.wire.proto.SummaryMessage;
import io.reflux.wire.proto.ValueMessage;
import java.io.IOException;

/**
 * One number of a curve, as TensorBoard stores it.
 *
 * @param seconds when, since 1970
 * @param step the step it belongs to
 * @param tag the curve's name, as {@code target/loss}
 * @param value the number
 */
public record ScalarEvent(double seconds, long step, String tag, float value) {
  private static final String VERSION = "brain.Event:2";

  /** The event as bytes. */
  public byte[] toBytes() {
    ValueMessage number = ValueMessage.newBuilder().setTag(tag).setSimpleValue(value).build();
    return EventMessage.newBuilder()
        .setWallTime(seconds)
        .setStep(step)
        .setSummary(SummaryMessage.newBuilder().addValue(number))
        .build()
        .toByteArray();
  }

  /** The bytes of the event that every file begins with. */
  public static byte[] opening(double seconds) {
    return EventMessage.newBuilder()
        .setWallTime(seconds)
        .setFileVersion(VERSION)
        .build()
        .toByteArray();
  }

  /**
   * The event that {@link #toBytes()} wrote.
   *
   * @throws IOException if the bytes hold something else
   */
  public static ScalarEvent parse(byte[] bytes) throws IOException {
    EventMessage event = EventMessage.parseFrom(bytes);
    if (event.getSummary().getValueCount() != 1) {
      throw new IOException(
          "event: " + event.getSummary().getValueCount() + " values (expected: 1)");
    }
    ValueMessage value = event.getSummary().getValue(0);
    return new ScalarEvent(
        event.getWallTime(), event.getStep(), value.getTag(), value.getSimpleValue());
  }
}
