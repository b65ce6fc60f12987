package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * ConvNeXt (Liu et al., A ConvNet for the 2020s, 2022) with torchvision's keys: depthwise 7×7
 * convolutions, and at each place layer norm (epsilon 1e-6) and a perceptron; layer scale. Its
 * vector is the map's mean after {@code classifier.0}, a layer norm.
 *
 * <p>Outputs: {@code features.0} … {@code features.7}, torchvision's stages and what lies between
 * them; {@code map1} … {@code map4}, one a stage; {@code pooled}, the last one's mean, where the
 * vector is drawn.
 *
 * @param blocks how many blocks each stage has
 * @param widths the channels of each stage
 * @param layerScale where the learnt factors of the branches begin
 */
record ConvNeXt(List<Integer> blocks, List<Integer> widths, double layerScale) implements Backbone {
  private static final double EPSILON = 1e-6;
  private static final int EXPANSION = 4;
  private static final Habits HABITS = new Habits(Initial.normal(0.02), BatchNorm.Settings.USUAL);

  /** Of any size. */
  static ConvNeXt read(Section section) {
    List<Integer> blocks = section.wholes("blocks", Range.atLeast(1));
    List<Integer> widths = section.wholes("widths", Range.atLeast(1));
    if (blocks.isEmpty() || blocks.size() != widths.size()) {
      section.refuse("widths", "as many numbers as blocks has");
      blocks = List.of(1);
      widths = List.of(8);
    }
    return new ConvNeXt(blocks, widths, layerScale(section));
  }

  /** One of the published sizes: as wide as the first stage, twice as wide in each other. */
  static ConvNeXt sized(Section section, int width, Integer... blocks) {
    List<Integer> widths = List.of(width, 2 * width, 4 * width, 8 * width);
    return new ConvNeXt(List.of(blocks), widths, layerScale(section));
  }

  private static double layerScale(Section section) {
    return section.number("layer-scale", Range.POSITIVE);
  }

  @Override
  public String classifier() {
    return "classifier.2";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = plain.with(HABITS);
    Value x = cut(builder.within("features.0."), "0", image, new Patch(4, widths.get(0)));
    x = builder.output("features.0", normed(builder.within("features.0."), "1", x));
    for (int stage = 0; stage < widths.size(); stage++) {
      if (stage > 0) {
        String between = "features." + 2 * stage;
        GraphBuilder inside = builder.within(between + ".");
        x = normed(inside, "0", x);
        x = builder.output(between, cut(inside, "1", x, new Patch(2, widths.get(stage))));
      }
      String name = "features." + (2 * stage + 1);
      for (int i = 0; i < blocks.get(stage); i++) {
        x = block(builder.within(name + "." + i + "."), x);
      }
      builder.output("map" + (stage + 1), builder.output(name, x));
    }
    Value map = x;
    return Features.of(map, map.channels(), () -> vector(builder, map));
  }

  /** A square that becomes one place: its side, and how many channels come out. */
  private record Patch(int side, int out) {}

  private static Value cut(GraphBuilder inside, String name, Value x, Patch patch) {
    Window window = new Window(patch.side(), patch.side(), 0);
    return inside.conv(name, x, new GraphBuilder.Filters(patch.out(), window, 1, true));
  }

  /** Layer norm at every place of a map. */
  private static Value normed(GraphBuilder inside, String name, Value map) {
    int channels = map.channels();
    Value tokens = inside.add(new MapTokens(), channels, map);
    tokens = LayerNorm.draw(inside, name, tokens, EPSILON);
    return inside.add(new TokenMap(), channels, tokens, map);
  }

  private Value block(GraphBuilder builder, Value x) {
    GraphBuilder inside = builder.within("block.");
    int width = x.channels();
    Value deep =
        inside.conv("0", x, new GraphBuilder.Filters(width, Window.centred(7, 1), width, true));
    Value y = inside.add(new MapTokens(), width, deep); // (n, places, width)
    y = LayerNorm.draw(inside, "2", y, EPSILON);
    y = TokenLinear.draw(inside, "3", y, EXPANSION * width);
    y = inside.add(new Gelu(), EXPANSION * width, y);
    y = TokenLinear.draw(inside, "5", y, width);
    y = inside.add(new TokenMap(), width, y, deep);
    Initial first = Initial.constant(layerScale);
    Key scale = builder.key("layer_scale", Key.Kind.WEIGHT, first, width, 1, 1);
    y = builder.add(new LayerScale(scale), width, y);
    return builder.residual(Drop.branch(x.node(), 2), y, x);
  }

  /** What the classifier's linear layer takes. */
  private static Value vector(GraphBuilder builder, Value map) {
    Value mean = builder.add(GlobalPool.of(GlobalPool.MEAN), map.channels(), map);
    return LayerNorm.draw(builder, "classifier.0", builder.output("pooled", mean), EPSILON);
  }
}
