package io.reflux.network;

import java.util.List;
import java.util.Map;

/** The mean of each channel over all places, as a map of one place: (n, c, h, w) → (n, c, 1, 1). */
record MapMeans() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    long[] map = inputs.get(0);
    return new long[] {map[0], map[1], 1, 1};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    return script.like(x, "torch.adaptive_avg_pool2d(" + x + ", [1, 1])");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("ReduceMean", Map.of("keepdims", 1L), inputs.get(0), onnx.wholes(2, 3));
  }
}
