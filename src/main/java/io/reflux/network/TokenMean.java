package io.reflux.network;

import java.util.List;
import java.util.Map;

/** The mean of all tokens, in the exact type: (n, places, width) → (n, width). */
record TokenMean() implements Operation {
  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], inputs.get(0)[2]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    return script.line("torch.mean(" + script.exact(inputs.get(0)) + ", [1])");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> drop = Map.of("keepdims", 0L);
    return onnx.node("ReduceMean", drop, inputs.get(0), onnx.wholes(1));
  }
}
