package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * A branch added to the stream of tokens, in the exact type: what a transformer sums up over its
 * depth is never rounded to the trunk's type. The branch is the input that may be overwritten.
 */
record Residual() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String own = script.mayOverwrite(0) ? "_" : "";
    String branch = script.exact(inputs.get(0));
    return script.line("torch.add" + own + "(" + branch + ", " + script.exact(inputs.get(1)) + ")");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("Add", Map.of(), inputs.get(0), inputs.get(1));
  }
}
