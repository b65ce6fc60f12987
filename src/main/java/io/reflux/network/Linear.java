package io.reflux.network;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer, in the exact type.
 *
 * @param weight (out, in)
 * @param bias (out), or none
 */
record Linear(Key weight, @Nullable Key bias) implements Operation {
  @Override
  public List<Key> keys() {
    return bias == null ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], weight.shape()[0]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.line(
        "torch.linear(%s, %s, %s)"
            .formatted(
                script.exact(inputs.get(0)),
                script.exact(weight),
                bias == null ? "None" : script.exact(bias)));
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> transposed = Map.of("transB", 1L);
    String x = inputs.get(0);
    return bias == null
        ? onnx.node("Gemm", transposed, x, onnx.weight(weight))
        : onnx.node("Gemm", transposed, x, onnx.weight(weight), onnx.weight(bias));
  }
}
