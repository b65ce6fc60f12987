package io.reflux.network;

import java.util.List;
import java.util.Map;

/**
 * Learnt positions, added to the places of a square grid and the tokens that stand before them, (n,
 * front + places, width) → the same. The second input is a map that has the height and width of the
 * places.
 *
 * <p>For images of another size than the positions were learnt for, those of the grid are
 * interpolated as DINO and DINOv2 do (Caron et al., 2021; Oquab et al., 2024): bicubic, by the
 * factor (places + offset) / grid on each side.
 *
 * @param positions (1, front + grid · grid, width), or without the first dimension; those of the
 *     tokens in front come first
 * @param learnt what they were learnt for, and how they become those of other places
 */
record Positions(Key positions, Learnt learnt) implements Operation {
  /** The coefficient of PyTorch's cubic without anti-aliasing, and with it. */
  private static final float CUBIC = -0.75f;

  private static final float CUBIC_ANTIALIASED = -0.5f;

  /**
   * What positions were learnt for.
   *
   * @param grid how many places a side
   * @param offset added to the places of another image before their ratio to the grid is taken
   * @param antialiased true if fewer places see the mean of several
   * @param front how many tokens before the places have a position too
   */
  record Learnt(int grid, double offset, boolean antialiased, int front) {
    /** As DINO has it. */
    static Learnt dino(int grid) {
      return new Learnt(grid, 0.1, false, 1);
    }

    /** To the size that is needed, anti-aliased: as timm, OpenCLIP and DINOv2 with registers. */
    static Learnt toSize(int grid, int front) {
      return new Learnt(grid, 0, true, front);
    }

    private int rows() {
      return front + grid * grid;
    }
  }

  /** Draws the positions; they are added to the tokens of a map. */
  static Value draw(GraphBuilder builder, Value tokens, Value map, Learnt learnt) {
    int width = tokens.channels();
    Initial start = Initial.normal(0.02);
    Key key = builder.key("pos_embed", Key.Kind.WEIGHT, start, 1, learnt.rows(), width);
    return builder.add(new Positions(key, learnt), width, tokens, map);
  }

  /** Draws positions that the original keeps as a table. */
  static Value table(GraphBuilder builder, String name, Value[] tokensAndMap, Learnt learnt) {
    int width = tokensAndMap[0].channels();
    Initial start = Initial.normal(0.02);
    Key key = builder.key(name, Key.Kind.WEIGHT, start, learnt.rows(), width);
    return builder.add(new Positions(key, learnt), width, tokensAndMap);
  }

  @Override
  public List<Key> keys() {
    return List.of(positions);
  }

  private int grid() {
    return learnt.grid();
  }

  private int rows() {
    return learnt.rows();
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String height = script.whole("torch.size(" + inputs.get(1) + ", 2)");
    String width = script.whole("torch.size(" + inputs.get(1) + ", 3)");
    String same =
        script.whole(
            "float(torch.__and__(torch.eq(%s, %3$d), torch.eq(%s, %3$d)))"
                .formatted(height, width, grid()));
    String all =
        script.line("torch.reshape(%s, [1, %d, -1])".formatted(script.exact(positions), rows()));
    String square =
        script.line(
            "torch.permute(torch.reshape(torch.slice(%s, 1, %d), [1, %3$d, %3$d, -1]), [0, 3, 1, 2])"
                .formatted(all, learnt.front(), grid()));
    String used =
        script.line(
            "torch.%s(%s, [%s, %s], False, %s, %s)"
                .formatted(
                    learnt.antialiased() ? "_upsample_bicubic2d_aa" : "upsample_bicubic2d",
                    square,
                    height,
                    width,
                    scale(script, same, height),
                    scale(script, same, width)));
    String places = script.line("torch.transpose(torch.flatten(" + used + ", 2), 1, 2)");
    String positions =
        learnt.front() == 0
            ? places
            : script.line(
                "torch.cat([torch.slice(%s, 1, 0, %d), %s], 1)"
                    .formatted(all, learnt.front(), places));
    return script.line("torch.add(" + script.exact(inputs.get(0)) + ", " + positions + ")");
  }

  /** The factor of one side: 1, which changes nothing, where the grid is the learnt one. */
  private String scale(Script script, String same, String places) {
    return script.whole(
        "torch.add(%1$s, torch.mul(torch.sub(1., %1$s), torch.div(torch.add(%2$s, %3$s), %4$s)))"
            .formatted(same, places, Script.number(learnt.offset()), Script.number(grid())));
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String table = onnx.weight(positions);
    String all = onnx.node("Reshape", Map.of(), table, onnx.wholes(1, rows(), -1));
    String square = onnxSlice(onnx, all, learnt.front(), Long.MAX_VALUE, 1);
    square = onnx.node("Reshape", Map.of(), square, onnx.wholes(1, grid(), grid(), -1));
    square = onnx.node("Transpose", Map.of("perm", new long[] {0, 3, 1, 2}), square);
    Map<String, Object> bicubic =
        Map.of(
            "mode",
            "cubic",
            "coordinate_transformation_mode",
            "half_pixel",
            "antialias",
            learnt.antialiased() ? 1L : 0L,
            "cubic_coeff_a",
            learnt.antialiased() ? CUBIC_ANTIALIASED : CUBIC);
    String used = onnx.node("Resize", bicubic, square, "", onnxScales(onnx, inputs.get(1)));
    String rows = onnx.node("Reshape", Map.of(), used, onnx.wholes(0, 0, -1));
    String places = onnx.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), rows);
    if (learnt.front() == 0) {
      return onnx.node("Add", Map.of(), inputs.get(0), places);
    }
    String first = onnxSlice(onnx, all, 0, learnt.front(), 1);
    String sum = onnx.node("Concat", Map.of("axis", 1L), first, places);
    return onnx.node("Add", Map.of(), inputs.get(0), sum);
  }

  private String onnxScales(OnnxGraph onnx, String map) {
    Map<String, Object> float32 = Map.of("to", 1L);
    String sides = onnxSlice(onnx, onnx.node("Shape", Map.of(), map), 2, 4, 0);
    String equal = onnx.node("Equal", Map.of(), sides, onnx.wholes(grid(), grid()));
    String each = onnx.node("Cast", float32, equal);
    String same = onnx.node("ReduceMin", Map.of("keepdims", 0L), each);
    String numbers = onnx.node("Cast", float32, sides);
    String more = onnx.node("Add", Map.of(), numbers, onnx.constant(learnt.offset()));
    String factors = onnx.node("Div", Map.of(), more, onnx.constant(grid()));
    String other = onnx.node("Sub", Map.of(), onnx.constant(1), same);
    String scales = onnx.node("Add", Map.of(), same, onnx.node("Mul", Map.of(), other, factors));
    String outer = onnx.constant(new float[] {1, 1}, 2);
    return onnx.node("Concat", Map.of("axis", 0L), outer, scales);
  }

  private static String onnxSlice(OnnxGraph onnx, String x, long from, long to, long axis) {
    return onnx.node("Slice", Map.of(), x, onnx.wholes(from), onnx.wholes(to), onnx.wholes(axis));
  }
}
