package io.reflux.network;

import java.util.List;
import java.util.Map;

/** The second input times the first through x · sigmoid(x): (n, places, hidden) → the same. */
record Gated() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String gate = inputs.get(0);
    return script.like(gate, "torch.mul(torch.silu(" + gate + "), " + inputs.get(1) + ")");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String gate = inputs.get(0);
    String passed = onnx.node("Mul", Map.of(), gate, onnx.node("Sigmoid", Map.of(), gate));
    return onnx.node("Mul", Map.of(), passed, inputs.get(1));
  }
}
