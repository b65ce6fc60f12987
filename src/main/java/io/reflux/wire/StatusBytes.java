package io.reflux.wire;

import io.reflux.wire.proto.HealthMessage;
import io.reflux.wire.proto.ReadyMessage;
import io.reflux.wire.proto.RunStatusMessage;
import java.util.Map;

/**
 * What a run says of itself, as {@code proto/status.proto} writes it: the same values that stand in
 * the JSON answers, so that the two can't part.
 */
public final class StatusBytes {
  private StatusBytes() {}

  /**
   * The answer of {@code /status}.
   *
   * @param values by JSON's names: plain values, lists and maps of such
   * @throws IllegalArgumentException if a value has no field, or one of another type
   */
  public static byte[] status(Map<String, Object> values) {
    return MessageTree.of(RunStatusMessage.getDefaultInstance(), values).toByteArray();
  }

  /** The answer of {@code /health}; as {@link #status}. */
  public static byte[] health(Map<String, Object> values) {
    return MessageTree.of(HealthMessage.getDefaultInstance(), values).toByteArray();
  }

  /** The answer of {@code /ready}; as {@link #status}. */
  public static byte[] ready(Map<String, Object> values) {
    return MessageTree.of(ReadyMessage.getDefaultInstance(), values).toByteArray();
  }
}
