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
  public Signal draw(Wiring plain, Signal image) {
    Wiring wiring =
        plain.with(new Habits(Initial.UNIFORM_FAN_IN, new BatchNorm.Settings(1e-5, momentum)));
    Signal x = layer(wiring, "conv1_7x7_s2", image, 64, Window.centred(7, 2));
    x = wiring.output("stem_pool1", wiring.maxPool(x, new Window(3, 2, 0), true));
    x = layer(wiring, "conv2_3x3_reduce", x, 64, Window.centred(1, 1));
    x = layer(wiring, "conv2_3x3", x, 192, Window.centred(3, 1));
    x = wiring.output("stem_pool2", wiring.maxPool(x, new Window(3, 2, 0), true));
    x = block(wiring, "3a", x, new Widths(64, 64, 64, 64, 96, 32));
    x = block(wiring, "3b", x, new Widths(64, 64, 96, 64, 96, 64));
    x = wiring.output("map1", block(wiring, "3c", x, new Widths(0, 128, 160, 64, 96, 0)));
    x = block(wiring, "4a", x, new Widths(224, 64, 96, 96, 128, 128));
    x = block(wiring, "4b", x, new Widths(192, 96, 128, 96, 128, 128));
    x = block(wiring, "4c", x, new Widths(160, 128, 160, 128, 160, 128));
    x = block(wiring, "4d", x, new Widths(96, 128, 192, 160, 192, 128));
    x = wiring.output("map2", block(wiring, "4e", x, new Widths(0, 128, 192, 192, 256, 0)));
    x = block(wiring, "5a", x, new Widths(352, 192, 320, 160, 224, 128));
    x = block(wiring, "5b", x, new Widths(352, 192, 320, 192, 224, 128));
    return wiring.output("map3", x);
  }

  private static Signal block(Wiring wiring, String number, Signal x, Widths widths) {
    String name = "inception_" + number;
    Wiring inside = wiring.within(name + "_");
    int stride = widths.strided() ? 2 : 1;
    Window one = Window.centred(1, 1);
    Signal first = widths.strided() ? x : layer(inside, "1x1", x, widths.one(), one);
    Signal three = layer(inside, "3x3_reduce", x, widths.reduce(), one);
    three = layer(inside, "3x3", three, widths.three(), Window.centred(3, stride));
    Signal twice = layer(inside, "double_3x3_reduce", x, widths.reduceDouble(), one);
    twice = layer(inside, "double_3x3_1", twice, widths.two(), Window.centred(3, 1));
    twice = layer(inside, "double_3x3_2", twice, widths.two(), Window.centred(3, stride));
    if (widths.strided()) {
      Signal pooled = wiring.maxPool(x, new Window(3, 2, 0), true);
      return wiring.output(name, wiring.concat(three, twice, pooled));
    }
    Window around = Window.centred(3, 1);
    // The last block of the original pools maxima where its sisters average.
    Signal pooled =
        number.equals("5b") ? wiring.maxPool(x, around, true) : wiring.averagePool(x, around, true);
    pooled = layer(inside, "pool_proj", pooled, widths.projection(), one);
    return wiring.output(name, wiring.concat(first, three, twice, pooled));
  }

  private static Signal layer(Wiring wiring, String name, Signal x, int out, Window window) {
    Signal y = wiring.conv(name, x, new Wiring.Filters(out, window, 1, true));
    return wiring.relu(wiring.norm(name + "_bn", y));
  }
}
