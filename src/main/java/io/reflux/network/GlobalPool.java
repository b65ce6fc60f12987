package io.reflux.network;

import java.util.List;

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
}
