package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * The Gaussian error linear unit by its approximation ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
 * (Hendrycks and Gimpel, 2016), as SigLIP has it.
 */
record GeluTanh() implements Operation {
  private static final double CUBE = 0.044715;

  /** Since which version of archives the unit takes the name of an approximation. */
  private static final int APPROXIMATIONS = 10;

  @Override
  public String script(Script script, List<String> inputs) {
    script.since(APPROXIMATIONS);
    String x = inputs.get(0);
    return script.like(x, "torch.gelu(" + x + ", approximate=\"tanh\")");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String square = onnx.node("Mul", Map.of(), x, x);
    String cubed = onnx.node("Mul", Map.of(), square, onnx.constant(CUBE));
    String factor = onnx.node("Add", Map.of(), cubed, onnx.constant(1));
    String inner = onnx.node("Mul", Map.of(), x, factor);
    String scaled = onnx.node("Mul", Map.of(), inner, onnx.constant(Math.sqrt(2 / Math.PI)));
    String tanh = onnx.node("Tanh", Map.of(), scaled);
    String both = onnx.node("Add", Map.of(), tanh, onnx.constant(1));
    String product = onnx.node("Mul", Map.of(), x, both);
    return onnx.node("Mul", Map.of(), product, onnx.constant(0.5));
  }
}
