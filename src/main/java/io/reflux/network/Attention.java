package io.reflux.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attention of places to places (Vaswani et al., Attention is all you need, 2017): of queries, keys
 * and values, (n, places, width) each, makes softmax(q kᵀ / √d) v for each head of d = width /
 * heads components, (n, places, width). They come beside each other in one input, (n, places, 3 ·
 * width), or in two: queries, and keys beside values. As TorchScript it is one call that PyTorch
 * has had since 2.0.
 *
 * @param width how many components a token has
 * @param heads how many heads share them
 * @param parts how many of queries, keys and values each input has; a turn's source comes after
 * @param turn what is done to queries and keys before
 */
record Attention(int width, int heads, List<Integer> parts, Turn turn) implements Operation {

  /** Draws the attention of a sequence to itself. */
  static Value draw(GraphBuilder builder, int heads, Turn turn, Value qkv) {
    int width = qkv.channels() / 3;
    Attention attention = new Attention(width, heads, List.of(3), turn);
    return turn.source()
        .map(source -> builder.add(attention, width, qkv, source))
        .orElseGet(() -> builder.add(attention, width, qkv));
  }

  /** Draws the attention of some places to others. */
  static Value draw(GraphBuilder builder, int heads, Value queries, Value keysValues) {
    int width = queries.channels();
    Attention attention = new Attention(width, heads, List.of(1, 2), Turn.NONE);
    return builder.add(attention, width, queries, keysValues);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], width};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    List<String> each = new ArrayList<>();
    String images = "";
    for (int i = 0; i < parts.size(); i++) {
      String input = script.compute(inputs.get(i));
      images = script.whole("torch.size(" + input + ", 0)");
      String split =
          script.like(
              input,
              "torch.permute(torch.reshape(%s, [%s, -1, %d, %d, %d]), [2, 0, 3, 1, 4])"
                  .formatted(input, images, parts.get(i), heads, width / heads));
      for (int part = 0; part < parts.get(i); part++) {
        // (n, heads, places, d)
        each.add(script.like(input, "torch.select(" + split + ", 0, " + part + ")"));
      }
    }
    List<String> source = inputs.subList(parts.size(), inputs.size());
    String query = turn.script(script, each.get(0), source);
    String key = turn.script(script, each.get(1), source);
    String attended =
        script.like(
            query,
            "torch.scaled_dot_product_attention(%s, %s, %s)".formatted(query, key, each.get(2)));
    return script.like(
        query,
        "torch.reshape(torch.transpose(%s, 1, 2), [%s, -1, %d])"
            .formatted(attended, images, width));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    List<String> each = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (int part = 0; part < parts.get(i); part++) {
        each.add(onnxPart(onnx, inputs.get(i), part)); // (n, heads, places, d)
      }
    }
    List<String> source = inputs.subList(parts.size(), inputs.size());
    String query = turn.onnx(onnx, each.get(0), source);
    String key = turn.onnx(onnx, each.get(1), source);
    String columns = onnx.node("Transpose", Map.of("perm", new long[] {0, 1, 3, 2}), key);
    double scale = Math.sqrt((double) heads / width);
    String scaled = onnx.node("Mul", Map.of(), query, onnx.constant(scale));
    String products = onnx.node("MatMul", Map.of(), scaled, columns);
    String weights = onnx.node("Softmax", Map.of("axis", -1L), products);
    String attended = onnx.node("MatMul", Map.of(), weights, each.get(2));
    Map<String, Object> back = Map.of("perm", new long[] {0, 2, 1, 3});
    String places = onnx.node("Transpose", back, attended);
    return onnx.node("Reshape", Map.of(), places, onnx.wholes(0, 0, width));
  }

  /** Queries, keys or values of each head. */
  private String onnxPart(OnnxGraph onnx, String input, int part) {
    long from = (long) part * width;
    String own =
        onnx.node(
            "Slice", Map.of(), input, onnx.wholes(from), onnx.wholes(from + width), onnx.wholes(2));
    String split =
        onnx.node("Reshape", Map.of(), own, onnx.wholes(0, 0, heads, (long) width / heads));
    return onnx.node("Transpose", Map.of("perm", new long[] {0, 2, 1, 3}), split);
  }
}
