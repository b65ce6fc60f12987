package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A two-dimensional convolution.
 *
 * @param weight (out, in / groups, side, side)
 * @param bias (out), or none
 * @param window its side, stride and padding
 * @param groups into how many groups channels are split; as many as channels for a depthwise one
 */
record Conv(Key weight, @Nullable Key bias, Window window, int groups) implements Operation {
  @Override
  public List<Key> keys() {
    return bias == null ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {
      in[0], weight.shape()[0], window.places(in[2], false), window.places(in[3], false)
    };
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.compute(inputs.get(0));
    int padding = window.padding();
    if (window.isSame()) {
      x = SamePadding.script(script, x, window, "0.");
      padding = 0;
    }
    String filters = script.computed(weight);
    String shift = bias == null ? "None" : script.computed(bias);
    if (NarrowMaps.mayHelp(this, script.lowering())) {
      return script.like(x, NarrowMaps.conv(script, x, filters, shift, window));
    }
    return script.like(
        x,
        "torch.conv2d(%s, %s, %s, %s, %s, [1, 1], %d)"
            .formatted(
                x, filters, shift, Window.twice(window.stride()), Window.twice(padding), groups));
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public Optional<Operation> withNorm(BatchNorm norm, Folding folding) {
    return Optional.of(folding.fold(this, norm));
  }

  @Override
  public Operation forLane() {
    return new FusedConv(this, false, false);
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> attributes = window.onnx();
    attributes.put("group", (long) groups);
    String x = inputs.get(0);
    return bias == null
        ? onnx.node("Conv", attributes, x, onnx.weight(weight))
        : onnx.node("Conv", attributes, x, onnx.weight(weight), onnx.weight(bias));
  }
}
