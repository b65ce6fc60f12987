package io.reflux.network;

import java.util.List;

/** Every row divided by its euclidean length, or by 1e-12 if it is shorter. */
record UnitLength() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    return inputs.get(0);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    return script.line(
        "torch.div(%s, torch.clamp_min(torch.norm(%s, 2, [1], True), 1e-12))".formatted(x, x));
  }
}
