package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * A learnt token in front of all others, the same for every image: (n, places, width) → (n, 1 +
 * places, width).
 *
 * @param token (1, 1, width)
 */
record ClassToken(Key token) implements Operation {

  /** Draws the token. */
  static Value draw(GraphBuilder builder, String name, Value x) {
    Key token = builder.key(name, Key.Kind.WEIGHT, Initial.normal(0.02), 1, 1, x.channels());
    return builder.add(new ClassToken(token), x.channels(), x);
  }

  @Override
  public List<Key> keys() {
    return List.of(token);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], 1 + in[1], in[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    String images = script.whole("torch.size(" + x + ", 0)");
    String each =
        script.line("torch.expand(%s, [%s, -1, -1])".formatted(script.exact(token), images));
    return script.line("torch.cat([" + each + ", " + x + "], 1)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String shape = onnx.node("Shape", Map.of(), x);
    String images = onnx.node("Slice", Map.of(), shape, onnx.wholes(0), onnx.wholes(1));
    String wanted = onnx.node("Concat", Map.of("axis", 0L), images, onnx.wholes(1, 1));
    String each = onnx.node("Expand", Map.of(), onnx.weight(token), wanted);
    return onnx.node("Concat", Map.of("axis", 1L), each, x);
  }
}
