package io.reflux.network;

import java.util.List;
import java.util.Map;

/** The first of the tokens, as the class token: (n, places, width) → (n, width). */
record FirstToken() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], inputs.get(0)[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    return script.like(x, "torch.contiguous(torch.select(" + x + ", 1, 0))");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String first = onnx.node("Gather", Map.of("axis", 1L), inputs.get(0), onnx.wholes(0));
    return onnx.node("Squeeze", Map.of(), first, onnx.wholes(1));
  }
}
