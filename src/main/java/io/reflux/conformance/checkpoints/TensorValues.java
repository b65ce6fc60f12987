package io.reflux.conformance.checkpoints;

import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A tensor's values as Java numbers, exactly: doubles for floating types, longs for others. */
public final class TensorValues {
  private TensorValues() {}

  public static List<Object> of(HostTensor tensor) {
    List<Object> values = new ArrayList<>();
    switch (tensor.type()) {
      case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> {
        for (double value : tensor.doubles()) {
          values.add(value);
        }
      }
      default -> {
        for (int at = 0; at < tensor.data().limit(); at += tensor.type().bytes()) {
          values.add(whole(tensor, at));
        }
      }
    }
    return values;
  }

  private static long whole(HostTensor tensor, int at) {
    ByteBuffer data = tensor.data();
    return switch (tensor.type()) {
      case INT64 -> data.getLong(at);
      case INT32 -> data.getInt(at);
      case INT16 -> data.getShort(at);
      case UINT8 -> data.get(at) & 0xFF;
      case BOOL -> data.get(at) != 0 ? 1 : 0;
      default -> data.get(at);
    };
  }
}
