package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * MobileNetV2 (Sandler et al., Inverted residuals and linear bottlenecks, 2018) with torchvision's
 * keys.
 *
 * <p>Outputs: {@code features.0} … {@code features.18}, torchvision's layers; {@code map1} … {@code
 * map4} are the last ones of strides 4, 8, 16 and 32.
 *
 * @param width the factor on all channels but the last 1280
 * @param padding of convolutions at stride 2
 */
record MobileNetV2(double width, Padding padding) implements Backbone {
  /** Per group of blocks: expansion, channels, how many, stride of the first. */
  private static final int[][] GROUPS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  static MobileNetV2 read(Section section) {
    return new MobileNetV2(section.number("width", Range.POSITIVE), Padding.read(section));
  }

  @Override
  public String classifier() {
    return "classifier.1";
  }

  @Override
  public Features draw(GraphBuilder builder, Value image) {
    Value x =
        layer(
            builder.within("features.0."), image, Widths.rounded(32 * width), padding.window(3, 2));
    builder.output("features.0", x);
    int number = 1;
    for (int[] group : GROUPS) {
      for (int i = 0; i < group[2]; i++) {
        int stride = i == 0 ? group[3] : 1;
        GraphBuilder inside = builder.within("features." + number + ".conv.");
        x = block(inside, x, new Block(group[0], Widths.rounded(group[1] * width), stride));
        builder.output("features." + number, x);
        number++;
      }
      if (group[1] == 24 || group[1] == 32 || group[1] == 96) {
        builder.output("map" + (group[1] == 96 ? 3 : group[1] / 8 - 2), x);
      }
    }
    int last = (int) (1280 * Math.max(1, width));
    x = layer(builder.within("features." + number + "."), x, last, Window.centred(1, 1));
    builder.output("features." + number, x);
    return Features.of(builder.output("map4", x));
  }

  /** An inverted residual: how much it widens, how many channels come out, its stride. */
  private record Block(int expansion, int out, int stride) {}

  private Value block(GraphBuilder inside, Value x, Block block) {
    int hidden = x.channels() * block.expansion();
    int number = 0;
    Value y = x;
    if (block.expansion() != 1) {
      y = layer(inside.within(number++ + "."), y, hidden, Window.centred(1, 1));
    }
    GraphBuilder.Filters depthwise =
        new GraphBuilder.Filters(hidden, padding.window(3, block.stride()), hidden, false);
    GraphBuilder deep = inside.within(number++ + ".");
    y = deep.relu6(deep.norm("1", deep.conv("0", y, depthwise)));
    y = inside.conv("" + number++, y, block.out(), Window.centred(1, 1));
    y = inside.norm("" + number, y);
    boolean residual = block.stride() == 1 && x.channels() == block.out();
    return residual ? inside.sum(y, x) : y;
  }

  private static Value layer(GraphBuilder builder, Value x, int out, Window window) {
    return builder.relu6(builder.norm("1", builder.conv("0", x, out, window)));
  }
}
