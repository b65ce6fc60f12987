package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Batch norm over the channels of maps or the components of vectors.
 *
 * @param weight the factor
 * @param bias the summand
 * @param mean the running mean
 * @param variance the running variance
 * @param count how many batches the running statistics have seen
 * @param settings its constants
 */
record BatchNorm(Key weight, Key bias, Key mean, Key variance, Key count, Settings settings)
    implements Operation {

  /**
   * The constants of batch norm.
   *
   * @param epsilon added to the variance
   * @param momentum how much of the running statistics each batch replaces
   */
  record Settings(double epsilon, double momentum) {
    /** PyTorch's. */
    static final Settings USUAL = new Settings(1e-5, 0.1);
  }

  @Override
  public List<Key> keys() {
    return List.of(weight, bias, mean, variance, count);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    script.gathersStatistics(this);
    return script.like(
        x,
        "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, False)"
            .formatted(
                x,
                script.exact(weight),
                script.exact(bias),
                script.exact(mean),
                script.exact(variance),
                script.batchStatistics(),
                Script.number(settings.momentum()),
                Script.number(settings.epsilon())));
  }

  @Override
  public List<String> scripts(Script script, List<List<String>> inputs) {
    if (!script.synchronises()) {
      return Operation.super.scripts(script, inputs);
    }
    script.part(0);
    script.gathersStatistics(this);
    return new JointNorm(this, script, inputs.stream().map(each -> each.get(0)).toList()).results();
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public Optional<Operation> foldedOnto(Operation before, Folding folding) {
    return before.withNorm(this, folding);
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    return onnx.node(
        "BatchNormalization",
        Map.of("epsilon", (float) settings.epsilon()),
        inputs.get(0),
        onnx.weight(weight),
        onnx.weight(bias),
        onnx.weight(mean),
        onnx.weight(variance));
  }
}
