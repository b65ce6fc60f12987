package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Tokens as the places of a map, (n, height · width, channels) → (n, channels, height, width). The
 * second input is a map of that height and width.
 */
record TokenMap() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    long[] map = inputs.get(1);
    return new long[] {map[0], inputs.get(0)[2], map[2], map[3]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String tokens = inputs.get(0);
    String like = inputs.get(1);
    String height = script.whole("torch.size(" + like + ", 2)");
    String width = script.whole("torch.size(" + like + ", 3)");
    String channels = script.whole("torch.size(" + tokens + ", 2)");
    return script.like(
        tokens,
        "torch.permute(torch.reshape(%s, [-1, %s, %s, %s]), [0, 3, 1, 2])"
            .formatted(tokens, height, width, channels));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> turned = Map.of("perm", new long[] {0, 2, 1});
    String rows = onnx.node("Transpose", turned, inputs.get(0));
    String sides =
        onnx.node(
            "Slice",
            Map.of(),
            onnx.node("Shape", Map.of(), inputs.get(1)),
            onnx.wholes(2),
            onnx.wholes(4));
    String shape = onnx.node("Concat", Map.of("axis", 0L), onnx.wholes(0, 0), sides);
    return onnx.node("Reshape", Map.of(), rows, shape);
  }
}
