package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * A linear layer at every place, in the trunk's type: (n, places, in) → (n, places, out).
 *
 * @param weight (out, in)
 * @param bias (out)
 */
record TokenLinear(Key weight, Key bias) implements Operation {
  /** As transformers start: timm's and DINO's alike. */
  private static final Initial START = Initial.normal(0.02);

  /** Draws the layer. */
  static Value draw(GraphBuilder builder, String name, Value x, int out) {
    Key weight = builder.key(name + ".weight", Key.Kind.WEIGHT, START, out, x.channels());
    Key bias = builder.key(name + ".bias", Key.Kind.WEIGHT, Initial.ZEROS, out);
    return builder.add(new TokenLinear(weight, bias), out, x);
  }

  @Override
  public List<Key> keys() {
    return List.of(weight, bias);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], weight.shape()[0]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.compute(inputs.get(0));
    return script.like(
        x, "torch.linear(%s, %s, %s)".formatted(x, script.computed(weight), script.computed(bias)));
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> turned = Map.of("perm", new long[] {1, 0});
    String columns = onnx.node("Transpose", turned, onnx.weight(weight));
    String product = onnx.node("MatMul", Map.of(), inputs.get(0), columns);
    return onnx.node("Add", Map.of(), product, onnx.weight(bias));
  }
}
