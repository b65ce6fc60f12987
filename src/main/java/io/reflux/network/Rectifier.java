package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rectifier max(x, 0), or min(max(x, 0), 6).
 *
 * @param capped true for the one that ends at 6
 */
record Rectifier(boolean capped) implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    String own = script.mayOverwrite(0) ? "_" : "";
    return script.like(
        x,
        capped
            ? "torch.hardtanh" + own + "(" + x + ", 0., 6.)"
            : "torch.relu" + own + "(" + x + ")");
  }

  @Override
  public Optional<Operation> joinedWith(Operation before) {
    return capped ? Optional.empty() : before.withRectifier();
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    return capped
        ? onnx.node("Clip", Map.of(), x, onnx.constant(0), onnx.constant(6))
        : onnx.node("Relu", Map.of(), x);
  }
}
