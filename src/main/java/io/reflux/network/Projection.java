package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Vectors times a matrix, in the exact type: (n, in) → (n, out).
 *
 * @param matrix (in, out): the other way round than a linear layer's
 */
record Projection(Key matrix) implements Operation {
  @Override
  public List<Key> keys() {
    return List.of(matrix);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], matrix.shape()[1]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.line(
        "torch.matmul(" + script.exact(inputs.get(0)) + ", " + script.exact(matrix) + ")");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("MatMul", Map.of(), inputs.get(0), onnx.weight(matrix));
  }
}
