package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Layer norm over the components of tokens (Ba, Kiros and Hinton, Layer normalization, 2016), in
 * the exact type: (n, places, width) → the same.
 *
 * @param weight (width), the factor
 * @param bias (width), the summand
 * @param epsilon added to the variance
 */
record LayerNorm(Key weight, Key bias, double epsilon) implements Operation {

  /** Draws the layer. */
  static Value draw(GraphBuilder builder, String name, Value x, double epsilon) {
    Key weight = builder.key(name + ".weight", Key.Kind.WEIGHT, Initial.ONES, x.channels());
    Key bias = builder.key(name + ".bias", Key.Kind.WEIGHT, Initial.ZEROS, x.channels());
    return builder.add(new LayerNorm(weight, bias, epsilon), x.channels(), x);
  }

  @Override
  public List<Key> keys() {
    return List.of(weight, bias);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.line(
        "torch.layer_norm(%s, [%d], %s, %s, %s, False)"
            .formatted(
                script.exact(inputs.get(0)),
                weight.shape()[0],
                script.exact(weight),
                script.exact(bias),
                Script.number(epsilon)));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> attributes = Map.of("axis", -1L, "epsilon", (float) epsilon);
    return onnx.node(
        "LayerNormalization", attributes, inputs.get(0), onnx.weight(weight), onnx.weight(bias));
  }
}
