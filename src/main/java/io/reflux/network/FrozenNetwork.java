package io.reflux.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that only infers, fed from host memory.
 *
 * <p>It always computes the same number of rows at once and fills a short rest with zeros. So a
 * row's outputs do not depend, to the bit, on which other rows were computed with it, and an answer
 * from a cache equals the answer that would be computed. For one thread.
 */
public final class FrozenNetwork implements AutoCloseable {
  private final TensorScope scope;
  private final Program program;
  private final List<String> outputs;
  private final int rowsAtOnce;

  /**
   * Loads an archive.
   *
   * @param archive a lowered network that takes uint8 pixels (n, side, side, 3)
   * @param outputs the names of the archive's outputs, in order
   * @param device where it runs
   * @param rowsAtOnce how many rows are computed by one call
   */
  public FrozenNetwork(Path archive, List<String> outputs, Device device, int rowsAtOnce) {
    this.outputs = List.copyOf(outputs);
    this.rowsAtOnce = rowsAtOnce;
    scope = TensorScope.open("frozen network", device);
    try {
      program = Program.load(archive, scope);
    } catch (IOException e) {
      scope.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /**
   * Computes the outputs of some rows.
   *
   * @param pixels direct memory, uint8 (rows, side, side, 3), from its position
   * @param rows how many
   * @param side the images' side in pixels
   * @return float32 tensors by name, the first dimension being {@code rows}
   */
  public Map<String, HostTensor> infer(ByteBuffer pixels, int rows, int side) {
    int bytesPerRow = side * side * 3;
    Map<String, HostRows> gathered = new LinkedHashMap<>();
    for (int from = 0; from < rows; from += rowsAtOnce) {
      int count = Math.min(rowsAtOnce, rows - from);
      ByteBuffer chunk = ByteBuffer.allocateDirect(rowsAtOnce * bytesPerRow);
      chunk.put(0, pixels, pixels.position() + from * bytesPerRow, count * bytesPerRow);
      try (TensorScope call = scope.inner()) {
        NDArray native8 =
            call.manager()
                .create(
                    chunk.order(ByteOrder.nativeOrder()),
                    new Shape(rowsAtOnce, side, side, 3),
                    DataType.UINT8);
        NDList answers = program.infer(new NDList(native8));
        for (int i = 0; i < outputs.size(); i++) {
          NDArray answer = answers.get(i);
          gathered
              .computeIfAbsent(outputs.get(i), name -> new HostRows(rows, answer.getShape()))
              .put(from, count, answer);
        }
      }
    }
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    gathered.forEach((name, values) -> tensors.put(name, values.tensor()));
    return tensors;
  }

  /** Native tensors owned now, the network's weights included. */
  public int liveTensors() {
    return scope.liveTensors();
  }

  @Override
  public void close() {
    program.close();
    scope.close();
  }

  /** The rows of one output, gathered chunk by chunk. */
  private static final class HostRows {
    private final float[] values;
    private final long[] shape;
    private final int rowLength;

    HostRows(int rows, Shape chunk) {
      shape = chunk.getShape().clone();
      rowLength = Math.toIntExact(chunk.size() / shape[0]);
      shape[0] = rows;
      values = new float[Math.multiplyExact(rows, rowLength)];
    }

    void put(int from, int count, NDArray answer) {
      float[] all = answer.toFloatArray();
      System.arraycopy(all, 0, values, from * rowLength, count * rowLength);
    }

    HostTensor tensor() {
      return HostTensor.of(values, shape);
    }
  }
}
