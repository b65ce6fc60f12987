package io.reflux.network;

import java.util.List;
import java.util.Map;

/** The Gaussian error linear unit by its approximation x · sigmoid(1.702 x), as OpenAI's CLIP. */
record QuickGelu() implements Operation {
  private static final double SLOPE = 1.702;

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    return script.like(
        x, "torch.mul(%1$s, torch.sigmoid(torch.mul(%1$s, %2$s)))".formatted(x, SLOPE));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String steep = onnx.node("Mul", Map.of(), x, onnx.constant(SLOPE));
    return onnx.node("Mul", Map.of(), x, onnx.node("Sigmoid", Map.of(), steep));
  }
}
