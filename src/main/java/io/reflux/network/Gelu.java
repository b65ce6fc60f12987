package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * The exact Gaussian error linear unit, x · Φ(x) (Hendrycks and Gimpel, 2016); not its
 * approximation by tanh.
 */
record Gelu() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    return script.like(x, "torch.gelu(" + x + ")");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String root = onnx.node("Div", Map.of(), x, onnx.constant(Math.sqrt(2)));
    String error = onnx.node("Erf", Map.of(), root);
    String twice = onnx.node("Add", Map.of(), error, onnx.constant(1));
    String product = onnx.node("Mul", Map.of(), x, twice);
    return onnx.node("Mul", Map.of(), product, onnx.constant(0.5));
  }
}
