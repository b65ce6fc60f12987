package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Learnt tokens among the others, the same for every image: (n, places, width) → (n, places +
 * tokens, width). A class token stands in front; registers (Darcet et al., Vision transformers need
 * registers, 2024) come after it.
 *
 * @param tokens (1, tokens, width), or (width) of one alone
 * @param front how many of the others stand before them
 */
record LearntTokens(Key tokens, int front) implements Operation {
  private static final Initial START = Initial.normal(0.02);

  /** Draws a class token. */
  static Value classToken(GraphBuilder builder, String name, Value x) {
    return draw(builder, name, x, new Place(1, 0));
  }

  /** Draws a class token that the original keeps as a vector. */
  static Value classVector(GraphBuilder builder, String name, Value x) {
    Key token = builder.key(name, Key.Kind.WEIGHT, START, x.channels());
    return builder.add(new LearntTokens(token, 0), x.channels(), x);
  }

  /** Draws tokens behind those in front. */
  static Value draw(GraphBuilder builder, String name, Value x, Place place) {
    Key tokens = builder.key(name, Key.Kind.WEIGHT, START, 1, place.number(), x.channels());
    return builder.add(new LearntTokens(tokens, place.front()), x.channels(), x);
  }

  /**
   * Where learnt tokens stand.
   *
   * @param number of them
   * @param front how many others stand before them
   */
  record Place(int number, int front) {}

  private boolean one() {
    return tokens.shape().length == 1;
  }

  @Override
  public List<Key> keys() {
    return List.of(tokens);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1] + (one() ? 1 : tokens.shape()[1]), in[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    String images = script.whole("torch.size(" + x + ", 0)");
    String own = script.exact(tokens);
    String row = one() ? "torch.reshape(" + own + ", [1, 1, -1])" : own;
    String each = script.line("torch.expand(%s, [%s, -1, -1])".formatted(row, images));
    String parts =
        front == 0
            ? each + ", " + x
            : "torch.slice(%1$s, 1, 0, %3$d), %2$s, torch.slice(%1$s, 1, %3$d)"
                .formatted(x, each, front);
    return script.line("torch.cat([" + parts + "], 1)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String shape = onnx.node("Shape", Map.of(), x);
    String images = onnx.node("Slice", Map.of(), shape, onnx.wholes(0), onnx.wholes(1));
    String wanted = onnx.node("Concat", Map.of("axis", 0L), images, onnx.wholes(1, 1));
    String each = onnx.node("Expand", Map.of(), onnx.weight(tokens), wanted);
    Map<String, Object> places = Map.of("axis", 1L);
    return front == 0
        ? onnx.node("Concat", places, each, x)
        : onnx.node(
            "Concat",
            places,
            new TokenRange(0, front).onnx(onnx, inputs),
            each,
            TokenRange.from(front).onnx(onnx, inputs));
  }
}
