package io.reflux.network;

import java.util.List;
import java.util.Map;

/** A smooth or bent function of each number by itself, any shape → the same, in the type of it. */
enum Activation implements Operation {
  /** 1 / (1 + exp(-x)). */
  SIGMOID("sigmoid") {
    @Override
    public String onnx(OnnxGraph onnx, List<String> inputs) {
      return onnx.node("Sigmoid", Map.of(), inputs.get(0));
    }
  },
  /** min(max(x + 3, 0), 6) / 6, in the place of a sigmoid (Howard et al., MobileNetV3, 2019). */
  HARD_SIGMOID("hardsigmoid") {
    @Override
    public String onnx(OnnxGraph onnx, List<String> inputs) {
      Map<String, Object> line = Map.of("alpha", 1 / 6f, "beta", 0.5f);
      return onnx.node("HardSigmoid", line, inputs.get(0));
    }
  },
  /** x · sigmoid(x) (Elfwing et al., Sigmoid-weighted linear units, 2018). */
  SILU("silu") {
    @Override
    public String onnx(OnnxGraph onnx, List<String> inputs) {
      String x = inputs.get(0);
      return onnx.node("Mul", Map.of(), x, onnx.node("Sigmoid", Map.of(), x));
    }
  },
  /** x · min(max(x + 3, 0), 6) / 6. */
  HARD_SWISH("hardswish") {
    @Override
    public String onnx(OnnxGraph onnx, List<String> inputs) {
      return onnx.node("HardSwish", Map.of(), inputs.get(0));
    }
  };

  private final String function;

  Activation(String function) {
    this.function = function;
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    String own = script.mayOverwrite(0) ? "_" : "";
    return script.like(x, "torch." + function + own + "(" + x + ")");
  }
}
