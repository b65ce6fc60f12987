package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * A map, each channel times its gate: (n, c, h, w) and (n, c, 1, 1) → (n, c, h, w), in the type of
 * the map.
 */
record GatedMap() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    String own = script.mayOverwrite(0) ? "_" : "";
    String gate = script.typed(inputs.get(1), x);
    return script.like(x, "torch.mul" + own + "(" + x + ", " + gate + ")");
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("Mul", Map.of(), inputs.get(0), inputs.get(1));
  }
}
