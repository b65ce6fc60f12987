package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What an ONNX model takes.
 *
 * @param name how messages call it
 * @param info its type and shape, -1 being any size
 */
record OnnxInput(String name, TensorInfo info) {

  /** How many rows the model takes at once, of so many. */
  int rowsAtOnce(int rows) {
    long own = info.getShape().length == 0 ? rows : info.getShape()[0];
    return own > 0 ? Math.toIntExact(own) : rows;
  }

  /**
   * The values as the model takes them, which live as long as the manager of the images.
   *
   * @param images float32 or uint8
   * @throws InputException if the model takes others
   */
  ByteBuffer values(NDArray images) {
    checkShape(images.getShape().getShape());
    boolean pixels = images.getDataType() == DataType.UINT8;
    boolean half = !pixels && info.type == OnnxJavaType.FLOAT16;
    if (!half && info.type != (pixels ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT)) {
      throw new InputException(
          "%s takes %s (expected: input.type = %s)"
              .formatted(name, info.type, pixels ? "float32" : "uint8"));
    }
    return (half ? images.toType(DataType.FLOAT16, false) : images).toByteBuffer(true);
  }

  /** Some rows of the values; those beyond the last are zeros. */
  OnnxTensor piece(OrtEnvironment environment, Piece piece) throws OrtException {
    long[] shape = piece.images().getShape().getShape().clone();
    int row = piece.values().remaining() / Math.toIntExact(shape[0]);
    int count = Math.min(piece.count(), Math.toIntExact(shape[0]) - piece.from());
    ByteBuffer own = ByteBuffer.allocateDirect(piece.count() * row).order(ByteOrder.nativeOrder());
    int start = piece.values().position() + piece.from() * row;
    own.put(0, piece.values(), start, count * row);
    shape[0] = piece.count();
    return OnnxTensor.createTensor(environment, own, shape, info.type);
  }

  /**
   * Rows that the model is given at once.
   *
   * @param images all of them, for their shape
   * @param values all of them
   * @param from the first
   * @param count how many
   */
  record Piece(NDArray images, ByteBuffer values, int from, int count) {}

  private void checkShape(long[] given) {
    long[] taken = info.getShape();
    boolean fits = taken.length == given.length;
    for (int axis = 1; fits && axis < taken.length; axis++) {
      fits = taken[axis] < 0 || taken[axis] == given[axis];
    }
    if (!fits) {
      throw new InputException(
          "%s takes the shape %s, -1 being any (expected: that of the images, %s, or input.side and"
                  .formatted(name, Arrays.toString(taken), Arrays.toString(given))
              + " input.layout as it wants them)");
    }
  }
}
