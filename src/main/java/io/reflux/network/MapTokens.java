package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * The places of a map as tokens, row after row, in the exact type: (n, channels, height, width) →
 * (n, height · width, channels).
 */
record MapTokens() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    long[] map = inputs.get(0);
    return new long[] {map[0], map[2] * map[3], map[1]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String map = script.exact(inputs.get(0));
    return script.line("torch.transpose(torch.flatten(" + map + ", 2), 1, 2)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String rows = onnx.node("Reshape", Map.of(), inputs.get(0), onnx.wholes(0, 0, -1));
    return onnx.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), rows);
  }
}
