package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * The second half of each token's components, times the first half through x · sigmoid(x): (n,
 * places, 2 · hidden) → (n, places, hidden).
 */
record GatedHalves() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], in[2] / 2};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    String halves = script.like(x, "torch.reshape(" + x + ", [" + sizes(script, x) + ", 2, -1])");
    String gate = script.like(x, "torch.silu(torch.select(" + halves + ", 2, 0))");
    return script.like(x, "torch.mul(" + gate + ", torch.select(" + halves + ", 2, 1))");
  }

  private static String sizes(Script script, String x) {
    return script.whole("torch.size(" + x + ", 0)")
        + ", "
        + script.whole("torch.size(" + x + ", 1)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String halves = onnx.node("Reshape", Map.of(), inputs.get(0), onnx.wholes(0, 0, 2, -1));
    String first = onnxHalf(onnx, halves, 0);
    String gate = onnx.node("Mul", Map.of(), first, onnx.node("Sigmoid", Map.of(), first));
    return onnx.node("Mul", Map.of(), gate, onnxHalf(onnx, halves, 1));
  }

  private static String onnxHalf(OnnxGraph onnx, String halves, long half) {
    String one = onnx.node("Gather", Map.of("axis", 2L), halves, onnx.wholes(half));
    return onnx.node("Squeeze", Map.of(), one, onnx.wholes(2));
  }
}
