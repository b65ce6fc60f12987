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
    return switch (pooling) {
      case AVERAGE -> average(script, x);
      case MAX -> maximum(script, x);
      case AVERAGE_MAX ->
          script.line("torch.add(%s, %s)".formatted(average(script, x), maximum(script, x)));
    };
  }

  private static String average(Script script, String x) {
    return script.line("torch.flatten(torch.adaptive_avg_pool2d(" + x + ", [1, 1]), 1)");
  }

  private static String maximum(Script script, String x) {
    String largest = script.first("torch.adaptive_max_pool2d(" + x + ", [1, 1])");
    return script.line("torch.flatten(" + largest + ", 1)");
  }
}
