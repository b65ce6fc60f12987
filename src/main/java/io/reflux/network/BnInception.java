package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Inception with batch norm (Ioffe and Szegedy, Batch normalization, 2015), with the keys of
 * Cadene's pretrained models: flat names, convolutions with a bias.
 *
 * <p>Images pass whose side is 32 m - 1 to 32 m + 6, as 64, 96, 224 or 227: elsewhere the branches
 * of the strided blocks disagree. Outputs: {@code stem_pool1}, {@code stem_pool2}, every block by
 * its name, as {@code inception_4a}; {@code map1}, {@code map2}, {@code map3} are the last blocks
 * of strides 16, 32 and 32 (3c, 4e, 5b).
 *
 * @param momentum of batch norm; 0.9 in LabelRelaxation's copy, 0.1 elsewhere
 */
record BnInception(double momentum) implements Backbone {

  /** The widths of a block; a strided block has no 1×1 branch and pools without a projection. */
  private record Widths(int one, int reduce, int three, int reduceDouble, int two, int projection) {
    boolean strided() {
      return one == 0;
    }
  }

  static BnInception read(Section section) {
    return new BnInception(section.number("bn-momentum", Range.FRACTION));
  }

  @Override
  public String classifier() {
    return "last_linear";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder =
        plain.with(new Habits(Initial.UNIFORM_FAN_IN, new BatchNorm.Settings(1e-5, momentum)));
    Value x = layer(builder, "conv1_7x7_s2", image, 64, Window.centred(7, 2));
    x = builder.output("stem_pool1", builder.maxPool(x, new Window(3, 2, 0), true));
    x = layer(builder, "conv2_3x3_reduce", x, 64, Window.centred(1, 1));
    x = layer(builder, "conv2_3x3", x, 192, Window.centred(3, 1));
    x = builder.output("stem_pool2", builder.maxPool(x, new Window(3, 2, 0), true));
    x = block(builder, "3a", x, new Widths(64, 64, 64, 64, 96, 32));
    x = block(builder, "3b", x, new Widths(64, 64, 96, 64, 96, 64));
    x = builder.output("map1", block(builder, "3c", x, new Widths(0, 128, 160, 64, 96, 0)));
    x = block(builder, "4a", x, new Widths(224, 64, 96, 96, 128, 128));
    x = block(builder, "4b", x, new Widths(192, 96, 128, 96, 128, 128));
    x = block(builder, "4c", x, new Widths(160, 128, 160, 128, 160, 128));
    x = block(builder, "4d", x, new Widths(96, 128, 192, 160, 192, 128));
    x = builder.output("map2", block(builder, "4e", x, new Widths(0, 128, 192, 192, 256, 0)));
    x = block(builder, "5a", x, new Widths(352, 192, 320, 160, 224, 128));
    x = block(builder, "5b", x, new Widths(352, 192, 320, 192, 224, 128));
    return Features.of(builder.output("map3", x));
  }

  private static Value block(GraphBuilder builder, String number, Value x, Widths widths) {
    String name = "inception_" + number;
    GraphBuilder inside = builder.within(name + "_");
    int stride = widths.strided() ? 2 : 1;
    Window one = Window.centred(1, 1);
    Value first = widths.strided() ? x : layer(inside, "1x1", x, widths.one(), one);
    Value three = layer(inside, "3x3_reduce", x, widths.reduce(), one);
    three = layer(inside, "3x3", three, widths.three(), Window.centred(3, stride));
    Value twice = layer(inside, "double_3x3_reduce", x, widths.reduceDouble(), one);
    twice = layer(inside, "double_3x3_1", twice, widths.two(), Window.centred(3, 1));
    twice = layer(inside, "double_3x3_2", twice, widths.two(), Window.centred(3, stride));
    if (widths.strided()) {
      Value pooled = builder.maxPool(x, new Window(3, 2, 0), true);
      return builder.output(name, builder.concat(three, twice, pooled));
    }
    Window around = Window.centred(3, 1);
    // The last block of the original pools maxima where its sisters average.
    Value pooled =
        number.equals("5b")
            ? builder.maxPool(x, around, true)
            : builder.averagePool(x, around, true);
    pooled = layer(inside, "pool_proj", pooled, widths.projection(), one);
    return builder.output(name, builder.concat(first, three, twice, pooled));
  }

  private static Value layer(GraphBuilder builder, String name, Value x, int out, Window window) {
    Value y = builder.conv(name, x, new GraphBuilder.Filters(out, window, 1, true));
    return builder.relu(builder.norm(name + "_bn", y));
  }
}
