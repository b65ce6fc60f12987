package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sum of two maps of the same shape. */
record Sum() implements Operation {
  @Override
  public String script(Script script, List<String> inputs) {
    String own = script.mayOverwrite(0) ? "_" : "";
    return script.like(
        inputs.get(0), "torch.add" + own + "(" + inputs.get(0) + ", " + inputs.get(1) + ")");
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public Optional<Operation> joinedWith(Operation before) {
    return before.withSum();
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node("Add", Map.of(), inputs.get(0), inputs.get(1));
  }
}
