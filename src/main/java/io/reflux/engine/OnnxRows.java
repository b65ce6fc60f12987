package io.reflux.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The rows of one output of an ONNX model, gathered piece by piece. */
final class OnnxRows {
  private static final Set<OnnxJavaType> FLOATING =
      Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

  private final String name;
  private final int rows;
  private long[] shape = {};
  private ByteBuffer data = ByteBuffer.allocate(0);

  /**
   * Of an output.
   *
   * @param name how messages call it
   * @param rows how many there are going to be
   */
  OnnxRows(String name, int rows) {
    this.name = name;
    this.rows = rows;
  }

  /** Puts in what the model has answered to some rows; those beyond the last are left out. */
  void put(int from, int count, Optional<OnnxValue> answered) {
    OnnxTensor tensor = tensor(answered);
    long[] own = tensor.getInfo().getShape();
    if (own.length < 2 || own[0] != count || !FLOATING.contains(tensor.getInfo().type)) {
      throw new InputException(
          "%s is %s of the shape %s (expected: floating numbers, a row for each of %d images)"
              .formatted(name, tensor.getInfo().type, Arrays.toString(own), count));
    }
    FloatBuffer values = tensor.getFloatBuffer();
    int row = values.remaining() / count;
    if (from == 0) {
      shape = own.clone();
      shape[0] = rows;
      data =
          ByteBuffer.allocateDirect(Math.multiplyExact(rows, row * Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    int kept = Math.min(count, rows - from) * row;
    data.asFloatBuffer().put(from * row, values, values.position(), kept);
  }

  HostTensor tensor() {
    return new HostTensor(ElementType.FLOAT32, shape, data);
  }

  private OnnxTensor tensor(Optional<OnnxValue> answered) {
    return answered
        .filter(OnnxTensor.class::isInstance)
        .map(OnnxTensor.class::cast)
        .orElseThrow(() -> new InputException(name + " is no tensor (expected: one)"));
  }
}
