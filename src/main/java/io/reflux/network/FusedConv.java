package io.reflux.network;

import java.util.List;
import java.util.Optional;

/**
 * A convolution of a frozen network together with what follows it: perhaps the sum with a second
 * map, perhaps the rectifier. On the processor it is one call of oneDNN; elsewhere several that
 * round where that one does.
 *
 * @param conv the convolution, batch norm folded into it
 * @param adds true if a second input is added
 * @param rectified true if the rectifier max(x, 0) comes last
 */
record FusedConv(Conv conv, boolean adds, boolean rectified) implements Operation {
  /** Filters of fewer weights are computed in the exact type. */
  private static final int FEW_WEIGHTS = 64;

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
    boolean fine = script.rounds() && fine();
    String x = fine ? script.exact(inputs.get(0)) : script.compute(inputs.get(0));
    int padding = Math.max(0, window.padding());
    if (window.isSame()) {
      x = SamePadding.script(script, x, window, "0.");
    }
    if (!script.callsOneDnn()) {
      return apart(script, fine, x, inputs);
    }
    String places =
        "%s, %s, [1, 1], %d"
            .formatted(Window.twice(padding), Window.twice(window.stride()), conv.groups());
    String weight = weight(script, fine, x, places);
    String bias = bias(script, fine);
    if (!fine && NarrowMaps.mayHelp(conv, script.lowering())) {
      String other = adds ? script.compute(inputs.get(1)) : "None";
      String how = Script.flag(adds && script.mayOverwrite(1)) + ", " + Script.flag(rectified);
      String operands = String.join(", ", x, weight, bias, other, how);
      return script.like(x, NarrowMaps.fused(script, operands, window));
    }
    if (!adds) {
      String kind = rectified ? "\"relu\"" : "\"none\"";
      return script.like(
          x,
          "ops.mkldnn._convolution_pointwise(%s, %s, %s, %s, %s, %s, None)"
              .formatted(x, weight, bias, places, kind, NO_SCALARS));
    }
    String other = fine ? script.exact(inputs.get(1)) : script.compute(inputs.get(1));
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

  /** Only exports and GPUs in bfloat16 come here; what was just made is written over. */
  private String apart(Script script, boolean fine, String x, List<String> inputs) {
    Window window = conv.window();
    int padding = Math.max(0, window.padding());
    String weight = fine ? script.exact(conv.weight()) : script.computed(conv.weight());
    String y =
        script.like(
            x,
            "torch.conv2d(%s, %s, None, %s, %s, [1, 1], %d)"
                .formatted(
                    x,
                    weight,
                    Window.twice(window.stride()),
                    Window.twice(padding),
                    conv.groups()));
    if (conv.bias() != null) {
      // As the bias is exact, so is the sum, until it is written.
      String bias = "torch.view(" + script.exact(conv.bias()) + ", [1, -1, 1, 1])";
      y = script.like(y, "torch.add_(" + y + ", " + bias + ")");
    }
    if (adds) {
      String other = fine ? script.exact(inputs.get(1)) : script.compute(inputs.get(1));
      y = script.like(y, "torch.add_(" + y + ", " + other + ")");
    }
    return rectified ? script.like(y, "torch.relu_(" + y + ")") : y;
  }

  /**
   * True if it is computed in the exact type also where the trunk is not: the rounding errors of a
   * filter of few weights (a depthwise one, or of few channels) do not average out, and a sum that
   * no rectifier ends is handed on from block to block. Neither costs much: such filters take few
   * multiplications. ResNets have none of them, MobileNetV2 many.
   */
  private boolean fine() {
    long[] filters = conv.weight().shape(); // (out, in / groups, height, width)
    return filters[1] * filters[2] * filters[3] < FEW_WEIGHTS || (adds && !rectified);
  }

  private String weight(Script script, boolean fine, String x, String places) {
    if (fine) {
      return script.exact(conv.weight());
    }
    if (conv.groups() > 1) {
      return script.computed(conv.weight());
    }
    return packed(script, x, places);
  }

  /** The filters in oneDNN's layout for what they meet first, into which they are brought then. */
  private String packed(Script script, String x, String places) {
    String filters = script.computed(conv.weight());
    String size =
        NarrowMaps.mayHelp(conv, script.lowering())
            ? NarrowMaps.size(script, x, conv.window())
            : "torch.size(" + x + ")";
    script.statement("if torch.__not__(ops.prim.is_mkldnn(" + filters + ")):");
    script.statement(
        "  %1$s = ops.mkldnn._reorder_convolution_weight(%1$s, %2$s, %3$s)"
            .formatted(filters, places, size));
    return filters;
  }

  /** In the exact type where the call takes it so: rounded, it would shift every pixel alike. */
  private String bias(Script script, boolean fine) {
    if (conv.bias() == null) {
      return "None";
    }
    return adds && !fine ? script.computed(conv.bias()) : script.exact(conv.bias());
  }

  private static final String NO_SCALARS = "annotate(List[Optional[number]], [])";

  @Override
  public Optional<Operation> withSum() {
    return adds || rectified ? Optional.empty() : Optional.of(new FusedConv(conv, true, false));
  }

  @Override
  public Optional<Operation> withRectifier() {
    return rectified ? Optional.empty() : Optional.of(new FusedConv(conv, adds, true));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("fused convolutions are for lanes only");
  }
}
