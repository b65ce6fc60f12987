package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Learnt tokens between the class token and the others, the same for every image (Darcet et al.,
 * Vision transformers need registers, 2024): (n, 1 + places, width) → (n, 1 + registers + places,
 * width).
 *
 * @param tokens (1, registers, width)
 */
record Registers(Key tokens) implements Operation {

  /** Draws the tokens. */
  static Value draw(GraphBuilder builder, String name, Value x, int registers) {
    Initial start = Initial.normal(0.02);
    Key tokens = builder.key(name, Key.Kind.WEIGHT, start, 1, registers, x.channels());
    return builder.add(new Registers(tokens), x.channels(), x);
  }

  @Override
  public List<Key> keys() {
    return List.of(tokens);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1] + tokens.shape()[1], in[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    String images = script.whole("torch.size(" + x + ", 0)");
    String each =
        script.line("torch.expand(%s, [%s, -1, -1])".formatted(script.exact(tokens), images));
    return script.line(
        "torch.cat([torch.slice(%1$s, 1, 0, 1), %2$s, torch.slice(%1$s, 1, 1)], 1)"
            .formatted(x, each));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String shape = onnx.node("Shape", Map.of(), x);
    String images = onnx.node("Slice", Map.of(), shape, onnx.wholes(0), onnx.wholes(1));
    String wanted = onnx.node("Concat", Map.of("axis", 0L), images, onnx.wholes(1, 1));
    String each = onnx.node("Expand", Map.of(), onnx.weight(tokens), wanted);
    String first = new TokenRange(0, 1).onnx(onnx, inputs);
    String others = TokenRange.from(1).onnx(onnx, inputs);
    return onnx.node("Concat", Map.of("axis", 1L), first, each, others);
  }
}
