package io.reflux.network;

import io.reflux.setting.InputException;
import java.util.List;
import java.util.Map;

/** Maps of the same size, or vectors, one after the other along the channels. */
record Concat() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    long[] shape = inputs.get(0).clone();
    shape[1] = inputs.stream().mapToLong(each -> each[1]).sum();
    for (long[] each : inputs) {
      if (each.length == 4 && (each[2] != shape[2] || each[3] != shape[3])) {
        throw new InputException(
            "map side: branches of %d×%d and %d×%d (expected: the same; choose another image side)"
                .formatted(shape[2], shape[3], each[2], each[3]));
      }
    }
    return shape;
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.like(inputs.get(0), "torch.cat([" + String.join(", ", inputs) + "], 1)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("Concat", Map.of("axis", 1L), inputs.toArray(String[]::new));
  }
}
