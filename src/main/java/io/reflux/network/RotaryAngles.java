package io.reflux.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sines and cosines of rotary positions over two axes (Su et al., RoFormer, 2021; Heo et al.,
 * Rotary position embedding for vision transformer, 2024; Siméoni et al., DINOv3, 2025), in the
 * exact type: a map of the height and width of the places → (2, front + places, components).
 *
 * <p>The middle of row i of h has the coordinate 2 (i + ½) / h − 1, and columns alike; the angle of
 * coordinate c and period p is 2π c / p. A place has the angles of its row, one for each period,
 * those of its column, and then all once more. Of the sines, the first half is given with the other
 * sign: {@link RotaryTurn} pairs each component with the one half of all components away. The
 * tokens in front are not turned: sine 0, cosine 1.
 *
 * @param periods (components / 4), a constant of the original
 * @param coordinates by what coordinates are divided
 * @param front how many tokens stand before the places
 */
record RotaryAngles(Key periods, Coordinates coordinates, int front) implements Operation {

  /**
   * How angles are made.
   *
   * @param base the periods are the powers base^(i / (components / 4)), i = 0, 1, …
   * @param coordinates by what coordinates are divided
   */
  record Rule(double base, Coordinates coordinates) {
    /** DINOv3's, as published. */
    static final Rule DINOV3 = new Rule(100, Coordinates.SEPARATE);
  }

  /** By what the coordinates of rows and columns are divided. */
  enum Coordinates {
    /** Each by its own number of places. */
    SEPARATE,
    /** Both by the smaller of the two. */
    MIN,
    /** Both by the larger of the two. */
    MAX
  }

  /** Where the periods start: they aren't learnt. */
  static Initial powers(double base) {
    return (values, key, draws) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.pow(base, (double) i / values.length);
      }
    };
  }

  @Override
  public List<Key> keys() {
    return List.of(periods);
  }

  private long components() {
    return 4 * periods.shape()[0];
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] map = inputs.get(0);
    return new long[] {2, front + map[2] * map[3], components()};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String height = script.whole("torch.size(" + inputs.get(0) + ", 2)");
    String width = script.whole("torch.size(" + inputs.get(0) + ", 3)");
    String turns =
        script.line(
            "torch.mul(torch.reciprocal(%s), %s)".formatted(script.exact(periods), 2 * Math.PI));
    String rows = axis(script, height, divisor(height, width), turns);
    String columns = axis(script, width, divisor(width, height), turns);
    String shape = "[" + height + ", " + width + ", -1]";
    String half =
        script.line(
            "torch.flatten(torch.cat([torch.expand(torch.unsqueeze(%s, 1), %s), torch.expand("
                    .formatted(rows, shape)
                + "torch.unsqueeze(%s, 0), %s)], 2), 0, 1)".formatted(columns, shape));
    String sine = script.line("torch.sin(" + half + ")");
    String sines = script.line("torch.cat([torch.neg(%1$s), %1$s], 1)".formatted(sine));
    String cosine = script.line("torch.cos(" + half + ")");
    String cosines = script.line("torch.cat([%1$s, %1$s], 1)".formatted(cosine));
    String still =
        script.line("torch.new_zeros(%s, [%d, %d])".formatted(sine, front, components()));
    String allSines = script.line("torch.cat([" + still + ", " + sines + "], 0)");
    String allCosines = script.line("torch.cat([torch.add(" + still + ", 1), " + cosines + "], 0)");
    return script.line("torch.stack([" + allSines + ", " + allCosines + "], 0)");
  }

  private String divisor(String own, String other) {
    return coordinates == Coordinates.SEPARATE
        ? own
        : "ops.prim.%s(%s, %s)".formatted(coordinates.name().toLowerCase(Locale.ROOT), own, other);
  }

  /** The angles of one axis, (places, periods). */
  private static String axis(Script script, String places, String divisor, String turns) {
    String number =
        script.line("torch.cumsum(torch.new_ones(%s, [%s]), 0)".formatted(turns, places));
    String by = script.whole(divisor);
    String middle = script.line("torch.div(torch.sub(" + number + ", 0.5), " + by + ")");
    String coordinate = script.line("torch.sub(torch.mul(" + middle + ", 2), 1)");
    return script.line(
        "torch.mul(torch.unsqueeze(" + coordinate + ", 1), torch.unsqueeze(" + turns + ", 0))");
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String shape = onnx.node("Shape", Map.of(), inputs.get(0));
    String height = onnxSide(onnx, shape, 2);
    String width = onnxSide(onnx, shape, 3);
    String turns = onnx.node("Div", Map.of(), onnx.constant(2 * Math.PI), onnx.weight(periods));
    String rows = onnxAxis(onnx, height, onnxDivisor(onnx, height, width), turns);
    String columns = onnxAxis(onnx, width, onnxDivisor(onnx, width, height), turns);
    String sides = onnx.node("Slice", Map.of(), shape, onnx.wholes(2), onnx.wholes(4));
    String all = onnx.node("Concat", Map.of("axis", 0L), sides, onnx.wholes(components() / 4));
    String below = onnx.node("Unsqueeze", Map.of(), rows, onnx.wholes(1));
    String right = onnx.node("Unsqueeze", Map.of(), columns, onnx.wholes(0));
    String both =
        onnx.node(
            "Concat",
            Map.of("axis", 2L),
            onnx.node("Expand", Map.of(), below, all),
            onnx.node("Expand", Map.of(), right, all));
    String half = onnx.node("Reshape", Map.of(), both, onnx.wholes(-1, components() / 2));
    String sine = onnx.node("Sin", Map.of(), half);
    String other = onnx.node("Neg", Map.of(), sine);
    String cosine = onnx.node("Cos", Map.of(), half);
    Map<String, Object> beside = Map.of("axis", 1L);
    String sines = onnxBelow(onnx, 0, onnx.node("Concat", beside, other, sine));
    String cosines = onnxBelow(onnx, 1, onnx.node("Concat", beside, cosine, cosine));
    return onnx.node("Concat", Map.of("axis", 0L), sines, cosines);
  }

  /** The rows of the tokens in front, and others below them, (1, places, components). */
  private String onnxBelow(OnnxGraph onnx, float value, String rows) {
    float[] still = new float[Math.toIntExact(front * components())];
    Arrays.fill(still, value);
    String first = onnx.constant(still, front, components());
    String all = onnx.node("Concat", Map.of("axis", 0L), first, rows);
    return onnx.node("Unsqueeze", Map.of(), all, onnx.wholes(0));
  }

  private static String onnxSide(OnnxGraph onnx, String shape, long axis) {
    String side = onnx.node("Gather", Map.of("axis", 0L), shape, onnx.wholes(axis));
    return onnx.node("Cast", Map.of("to", 1L), side);
  }

  private String onnxDivisor(OnnxGraph onnx, String own, String other) {
    return switch (coordinates) {
      case SEPARATE -> own;
      case MIN -> onnx.node("Min", Map.of(), own, other);
      case MAX -> onnx.node("Max", Map.of(), own, other);
    };
  }

  private static String onnxAxis(OnnxGraph onnx, String places, String divisor, String turns) {
    String end = onnx.node("Squeeze", Map.of(), places, onnx.wholes(0));
    String numbers = onnx.node("Range", Map.of(), onnx.constant(0), end, onnx.constant(1));
    String middles = onnx.node("Add", Map.of(), numbers, onnx.constant(0.5));
    String shares = onnx.node("Div", Map.of(), middles, divisor);
    String doubled = onnx.node("Mul", Map.of(), shares, onnx.constant(2));
    String coordinates = onnx.node("Sub", Map.of(), doubled, onnx.constant(1));
    String column = onnx.node("Unsqueeze", Map.of(), coordinates, onnx.wholes(1));
    return onnx.node("Mul", Map.of(), column, turns);
  }
}
