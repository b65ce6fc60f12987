package io.reflux.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attention of all places to all places (Vaswani et al., Attention is all you need, 2017): of
 * queries, keys and values beside each other, (n, places, 3 · width), makes softmax(q kᵀ / √d) v
 * for each head of d = width / heads components, (n, places, width). As TorchScript it is one call
 * that PyTorch has had since 2.0.
 *
 * @param width how many components a token has
 * @param heads how many heads share them
 */
record Attention(int width, int heads) implements Operation {

  /** Draws the attention. */
  static Value draw(GraphBuilder builder, Value qkv, int heads) {
    int width = qkv.channels() / 3;
    return builder.add(new Attention(width, heads), width, qkv);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], width};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String qkv = script.compute(inputs.get(0));
    String images = script.whole("torch.size(" + qkv + ", 0)");
    String parts =
        script.like(
            qkv,
            "torch.permute(torch.reshape(%s, [%s, -1, 3, %d, %d]), [2, 0, 3, 1, 4])"
                .formatted(qkv, images, heads, width / heads)); // (3, n, heads, places, d)
    List<String> each = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      each.add(script.like(qkv, "torch.select(" + parts + ", 0, " + part + ")"));
    }
    String attended =
        script.like(qkv, "torch.scaled_dot_product_attention(" + String.join(", ", each) + ")");
    return script.like(
        qkv,
        "torch.reshape(torch.transpose(%s, 1, 2), [%s, -1, %d])"
            .formatted(attended, images, width));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String query = onnxPart(onnx, inputs.get(0), 0, 0, 2, 1, 3); // (n, heads, places, d)
    String key = onnxPart(onnx, inputs.get(0), 1, 0, 2, 3, 1); // (n, heads, d, places)
    String value = onnxPart(onnx, inputs.get(0), 2, 0, 2, 1, 3);
    double scale = Math.sqrt((double) heads / width);
    String scaled = onnx.node("Mul", Map.of(), query, onnx.constant(scale));
    String products = onnx.node("MatMul", Map.of(), scaled, key);
    String weights = onnx.node("Softmax", Map.of("axis", -1L), products);
    String attended = onnx.node("MatMul", Map.of(), weights, value);
    Map<String, Object> back = Map.of("perm", new long[] {0, 2, 1, 3});
    String places = onnx.node("Transpose", back, attended);
    return onnx.node("Reshape", Map.of(), places, onnx.wholes(0, 0, width));
  }

  /** Queries, keys or values of each head. */
  private String onnxPart(OnnxGraph onnx, String qkv, int part, long... order) {
    long from = (long) part * width;
    String own =
        onnx.node(
            "Slice", Map.of(), qkv, onnx.wholes(from), onnx.wholes(from + width), onnx.wholes(2));
    String split =
        onnx.node("Reshape", Map.of(), own, onnx.wholes(0, 0, heads, (long) width / heads));
    return onnx.node("Transpose", Map.of("perm", order), split);
  }
}
