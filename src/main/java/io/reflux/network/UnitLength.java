package io.reflux.network;

import java.util.List;
import java.util.Map;

/** Every row divided by its euclidean length, or by 1e-12 if it is shorter. */
record UnitLength() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    return script.line(
        "torch.div(%s, torch.clamp_min(torch.norm(%s, 2, [1], True), 1e-12))".formatted(x, x));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String length = onnx.node("ReduceL2", Map.of("keepdims", 1L), x, onnx.wholes(1));
    String kept = onnx.node("Max", Map.of(), length, onnx.constant(1e-12));
    return onnx.node("Div", Map.of(), x, kept);
  }
}
