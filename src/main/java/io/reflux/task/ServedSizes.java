package io.reflux.task;

import io.reflux.engine.HostTensor;
import io.reflux.method.Method;
import io.reflux.method.Weightings;
import io.reflux.network.EmbeddingHead;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.objective.LossInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A network whose embedding's first components serve by themselves too, as smaller embeddings: they
 * are further outputs beside it, {@code embedding/size-<k>}, at length 1 if the network's are.
 *
 * @param model the network
 * @param served which sizes serve, by the embedding size
 * @param unitLength true if rows are divided by their lengths
 */
record ServedSizes(FrozenModel model, IntFunction<List<Integer>> served, boolean unitLength)
    implements FrozenModel {

  /** The network as a method's student. */
  static FrozenModel of(FrozenModel model, EmbeddingHead head, Method method) {
    return new ServedSizes(model, method::sizesServed, head.unitLength());
  }

  @Override
  public Map<String, HostTensor> infer(Images images) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>(model.infer(images));
    HostTensor whole = Objects.requireNonNull(outputs.get(LossInput.EMBEDDING));
    int width = (int) whole.shape()[1];
    List<Integer> smaller = served.apply(width).stream().filter(size -> size < width).toList();
    if (!smaller.isEmpty()) {
      float[] rows = whole.floats();
      for (int size : smaller) {
        long[] shape = {whole.shape()[0], size};
        String name = LossInput.EMBEDDING + Weightings.OF + Method.sizeName(size);
        outputs.put(name, HostTensor.of(first(rows, width, size), shape));
      }
    }
    return outputs;
  }

  /** The first components of each row. */
  private float[] first(float[] rows, int width, int size) {
    float[] values = new float[rows.length / width * size];
    for (int row = 0; row < rows.length / width; row++) {
      double squares = 0;
      for (int i = 0; i < size; i++) {
        float value = rows[row * width + i];
        values[row * size + i] = value;
        squares += (double) value * value;
      }
      for (int i = 0; unitLength && squares > 0 && i < size; i++) {
        values[row * size + i] = (float) (values[row * size + i] / Math.sqrt(squares));
      }
    }
    return values;
  }

  @Override
  public int liveTensors() {
    return model.liveTensors();
  }

  @Override
  public void close() {
    model.close();
  }
}
