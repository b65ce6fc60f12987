package io.reflux.network;

import java.util.List;
import java.util.Map;

/** Pools whole maps into vectors, (n, channels, height, width) → (n, channels). */
record GlobalPool(Pooling pooling) implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], inputs.get(0)[1]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    if (pooling == Pooling.MAX) {
      return maximum(script, x);
    }
    String mean = script.line("torch.flatten(torch.adaptive_avg_pool2d(" + x + ", [1, 1]), 1)");
    return switch (pooling) {
      case AVERAGE, MAX -> mean;
      case AVERAGE_MAX -> sum(script, mean, maximum(script, x));
      case AVERAGE_LP2 -> sum(script, mean, norm(script, x, 2));
      case AVERAGE_LP3 -> sum(script, mean, norm(script, x, 3));
    };
  }

  private static String sum(Script script, String a, String b) {
    return script.line("torch.add(" + a + ", " + b + ")");
  }

  private static String maximum(Script script, String x) {
    String largest = script.first("torch.adaptive_max_pool2d(" + x + ", [1, 1])");
    return script.line("torch.flatten(" + largest + ", 1)");
  }

  /** The sum is kept away from 0, where a root has no gradient. */
  private static String norm(Script script, String x, int power) {
    return script.line(
        "torch.pow(torch.clamp_min(torch.sum(torch.pow(%s, %d), [2, 3]), 1e-30), %s)"
            .formatted(x, power, Script.number(1.0 / power)));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String mean = onnx.node("ReduceMean", PLACES, x);
    return switch (pooling) {
      case AVERAGE -> mean;
      case MAX -> onnx.node("ReduceMax", PLACES, x);
      case AVERAGE_MAX -> onnx.node("Add", Map.of(), mean, onnx.node("ReduceMax", PLACES, x));
      case AVERAGE_LP2 -> onnx.node("Add", Map.of(), mean, norm(onnx, x, 2));
      case AVERAGE_LP3 -> onnx.node("Add", Map.of(), mean, norm(onnx, x, 3));
    };
  }

  private static String norm(OnnxGraph onnx, String x, int power) {
    String powers = onnx.node("Pow", Map.of(), x, onnx.constant(power));
    Map<String, Object> drop = Map.of("keepdims", 0L);
    String sum = onnx.node("ReduceSum", drop, powers, onnx.wholes(2, 3));
    String kept = onnx.node("Max", Map.of(), sum, onnx.constant(1e-30));
    return onnx.node("Pow", Map.of(), kept, onnx.constant(1.0 / power));
  }

  private static final Map<String, Object> PLACES =
      Map.of("axes", new long[] {2, 3}, "keepdims", 0L);
}
