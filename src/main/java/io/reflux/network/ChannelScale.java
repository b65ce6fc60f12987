package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Images normalised by ImageNet's mean and deviation, normalised by 0.5 and 0.5 instead: channel c
 * becomes x · (deviation / 0.5) + (mean - 0.5) / 0.5.
 */
record ChannelScale() implements Operation {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    String[] channels = new String[3];
    for (int c = 0; c < 3; c++) {
      channels[c] =
          script.like(
              x,
              "torch.add(torch.mul(torch.slice(%s, 1, %d, %d), %s), %s)"
                  .formatted(
                      x,
                      c,
                      c + 1,
                      Script.number(DEVIATION[c] / 0.5),
                      Script.number((MEAN[c] - 0.5) / 0.5)));
    }
    String joined = script.line("torch.cat([" + String.join(", ", channels) + "], 1)");
    return script.line("torch.contiguous(" + joined + ", memory_format=2)");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    float[] factor = new float[3];
    float[] summand = new float[3];
    for (int c = 0; c < 3; c++) {
      factor[c] = (float) (DEVIATION[c] / 0.5);
      summand[c] = (float) ((MEAN[c] - 0.5) / 0.5);
    }
    String x = onnx.node("Mul", Map.of(), inputs.get(0), onnx.constant(factor, 1, 3, 1, 1));
    return onnx.node("Add", Map.of(), x, onnx.constant(summand, 1, 3, 1, 1));
  }
}
