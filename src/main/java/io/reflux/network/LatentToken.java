package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * A learnt token in the place of all others, one for each image: (n, places, width) → (n, 1,
 * width).
 *
 * @param token (1, 1, width)
 */
record LatentToken(Key token) implements Operation {
  @Override
  public List<Key> keys() {
    return List.of(token);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], 1, inputs.get(0)[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String images = script.whole("torch.size(" + inputs.get(0) + ", 0)");
    return script.line("torch.expand(%s, [%s, -1, -1])".formatted(script.exact(token), images));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String shape = onnx.node("Shape", Map.of(), inputs.get(0));
    String images = onnx.node("Slice", Map.of(), shape, onnx.wholes(0), onnx.wholes(1));
    String wanted = onnx.node("Concat", Map.of("axis", 0L), images, onnx.wholes(1, 1));
    return onnx.node("Expand", Map.of(), onnx.weight(token), wanted);
  }
}
