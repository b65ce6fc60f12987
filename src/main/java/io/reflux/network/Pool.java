package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Pooling over a window.
 *
 * @param kind maximum or average
 * @param window its side, stride and padding
 * @param ceiling true if a window may reach beyond the padded map
 */
record Pool(Kind kind, Window window, boolean ceiling) implements Operation {

  /** What is taken of a window. */
  enum Kind {
    MAXIMUM,
    /** Padding counts as zeros that are there. */
    AVERAGE
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], window.places(in[2], ceiling), window.places(in[3], ceiling)};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    int padding = window.padding();
    if (window.isSame()) {
      x = SamePadding.script(script, x, window, kind == Kind.MAXIMUM ? "-inf" : "0.");
      padding = 0;
    }
    String name = kind == Kind.MAXIMUM ? "torch.max_pool2d" : "torch.avg_pool2d";
    String places =
        "(%s, %s, %s, %s, "
            .formatted(
                x,
                Window.twice(window.side()),
                Window.twice(window.stride()),
                Window.twice(padding));
    String rest =
        kind == Kind.MAXIMUM
            ? "[1, 1], " + Script.flag(ceiling) + ")"
            : Script.flag(ceiling) + ", True, None)";
    return script.like(x, name + places + rest);
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> attributes = window.onnx();
    attributes.put("ceil_mode", ceiling ? 1L : 0L);
    if (kind == Kind.AVERAGE) {
      attributes.put("count_include_pad", 1L);
    }
    return onnx.node(kind == Kind.MAXIMUM ? "MaxPool" : "AveragePool", attributes, inputs.get(0));
  }
}
