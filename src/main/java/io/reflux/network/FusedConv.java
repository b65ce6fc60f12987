package io.reflux.network;

import java.util.List;

/**
 * A convolution of a frozen network together with what follows it, as one call of oneDNN: perhaps
 * the sum with a second map, perhaps the rectifier.
 *
 * @param conv the convolution, batch norm folded into it
 * @param adds true if a second input is added
 * @param rectified true if the rectifier max(x, 0) comes last
 */
record FusedConv(Conv conv, boolean adds, boolean rectified) implements Operation {
  @Override
  public List<Key> keys() {
    return conv.keys();
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    return conv.shape(inputs);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    Window window = conv.window();
    String x = script.compute(inputs.get(0));
    int padding = Math.max(0, window.padding());
    if (window.isSame()) {
      x = SamePadding.script(script, x, window, "0.");
    }
    String places =
        "%s, %s, [1, 1], %d"
            .formatted(Window.twice(padding), Window.twice(window.stride()), conv.groups());
    String weight =
        conv.groups() == 1 ? script.packed(conv.weight(), places) : script.computed(conv.weight());
    String bias = bias(script);
    if (!adds) {
      String kind = rectified ? "\"relu\"" : "\"none\"";
      return script.like(
          x,
          "ops.mkldnn._convolution_pointwise(%s, %s, %s, %s, %s, %s, None)"
              .formatted(x, weight, bias, places, kind, NO_SCALARS));
    }
    String other = script.compute(inputs.get(1));
    boolean inPlace = script.mayOverwrite(1);
    String operands = inPlace ? other + ", " + x : x + ", " + other;
    return script.like(
        x,
        "ops.mkldnn._convolution_pointwise%s(%s, %s, %s, %s, \"add\", 1, %s, %s, None)"
            .formatted(
                inPlace ? "_" : "",
                operands,
                weight,
                bias,
                places,
                rectified ? "\"relu\"" : "None",
                NO_SCALARS));
  }

  /** In the exact type where the call takes it so: rounded, it would shift every pixel alike. */
  private String bias(Script script) {
    if (conv.bias() == null) {
      return "None";
    }
    return adds ? script.computed(conv.bias()) : script.exact(conv.bias());
  }

  private static final String NO_SCALARS = "annotate(List[Optional[number]], [])";

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("fused convolutions are for lanes only");
  }
}
