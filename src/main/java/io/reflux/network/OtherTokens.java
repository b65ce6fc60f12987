package io.reflux.network;

import java.util.List;
import java.util.Map;

/** All tokens but the first: (n, 1 + places, width) → (n, places, width). */
record OtherTokens() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1] - 1, in[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    return script.like(x, "torch.slice(" + x + ", 1, 1)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node(
        "Slice",
        Map.of(),
        inputs.get(0),
        onnx.wholes(1),
        onnx.wholes(Long.MAX_VALUE),
        onnx.wholes(1));
  }
}
