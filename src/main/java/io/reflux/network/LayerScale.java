package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * A learnt factor for each component of a token, in the exact type: (n, places, width) → the same.
 *
 * @param gamma (width), the factors
 */
record LayerScale(Key gamma) implements Operation {

  /** Draws the factors, which all begin with the same value. */
  static Value draw(GraphBuilder builder, String name, Value x, double start) {
    Initial initial = Initial.constant(start);
    Key gamma = builder.key(name + ".gamma", Key.Kind.WEIGHT, initial, x.channels());
    return builder.add(new LayerScale(gamma), x.channels(), x);
  }

  @Override
  public List<Key> keys() {
    return List.of(gamma);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.line(
        "torch.mul(" + script.exact(inputs.get(0)) + ", " + script.exact(gamma) + ")");
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("Mul", Map.of(), inputs.get(0), onnx.weight(gamma));
  }
}
