package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Some tokens beside each other: (n, places, width) → (n, to - from, width).
 *
 * @param from the first of them
 * @param to the first after them, or any number beyond the last token
 */
record TokenRange(long from, long to) implements Operation {

  /** All but the first ones. */
  static TokenRange from(long first) {
    return new TokenRange(first, Long.MAX_VALUE);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], Math.min(to, in[1]) - from, in[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    return script.like(x, "torch.slice(%s, 1, %d, %d)".formatted(x, from, to));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node(
        "Slice", Map.of(), inputs.get(0), onnx.wholes(from), onnx.wholes(to), onnx.wholes(1));
  }
}
