package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Queries and keys turned by rotary positions, in the exact type: each component and the one that
 * is half of all components away are turned as a point of a plane.
 *
 * @param angles the sines and cosines of {@link RotaryAngles}
 * @param components of a head
 */
record RotaryTurn(Value angles, int components) implements Turn {

  /** Draws the sines and cosines, which all blocks share. */
  static RotaryTurn draw(GraphBuilder builder, Value map, Form form) {
    int quarter = form.components() / 4;
    Initial powers = RotaryAngles.powers(form.rule().base());
    Key periods = builder.key("rope_embed.periods", Key.Kind.CONSTANT, powers, quarter);
    RotaryAngles angles = new RotaryAngles(periods, form.rule().coordinates(), form.front());
    return new RotaryTurn(builder.add(angles, form.components(), map), form.components());
  }

  /**
   * What is turned.
   *
   * @param rule of the angles
   * @param components of a head, a multiple of 4
   * @param front how many tokens before the places are not turned
   */
  record Form(RotaryAngles.Rule rule, int components, int front) {}

  @Override
  public Optional<Value> source() {
    return Optional.of(angles);
  }

  @Override
  public String script(Script script, String part, List<String> source) {
    String x = script.exact(part);
    String swapped =
        script.line(
            "torch.cat([torch.slice(%1$s, -1, %2$d), torch.slice(%1$s, -1, 0, %2$d)], -1)"
                .formatted(x, components / 2));
    String straight = "torch.mul(" + x + ", torch.select(" + source.get(0) + ", 0, 1))";
    String turned =
        script.line(
            "torch.addcmul(%s, %s, torch.select(%s, 0, 0))"
                .formatted(straight, swapped, source.get(0)));
    return script.compute(turned);
  }

  @Override
  public String onnx(OnnxGraph onnx, String part, List<String> source) {
    long half = components / 2;
    Map<String, Object> beside = Map.of("axis", -1L);
    String first = onnxSlice(onnx, part, 0, half, 3);
    String second = onnxSlice(onnx, part, half, components, 3);
    String swapped = onnx.node("Concat", beside, second, first);
    String sines = onnxSlice(onnx, source.get(0), 0, 1, 0);
    String cosines = onnxSlice(onnx, source.get(0), 1, 2, 0);
    String straight = onnx.node("Mul", Map.of(), part, cosines);
    String across = onnx.node("Mul", Map.of(), swapped, sines);
    return onnx.node("Add", Map.of(), straight, across);
  }

  private static String onnxSlice(OnnxGraph onnx, String x, long from, long to, long axis) {
    return onnx.node("Slice", Map.of(), x, onnx.wholes(from), onnx.wholes(to), onnx.wholes(axis));
  }
}
