package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * EfficientNet (Tan and Le, EfficientNet: rethinking model scaling for convolutional neural
 * networks, 2019) with torchvision's keys. Stochastic depth and the dropout before the classifier
 * are left out: randomness of a program could not be replayed.
 *
 * <p>Outputs: {@code features.0} … {@code features.8}, torchvision's stages; {@code map1} … {@code
 * map4} are the last ones of strides 4, 8, 16 and 32.
 *
 * @param width the factor on all channels
 * @param depth the factor on how many blocks a stage has
 * @param layers what holds for all convolutions
 */
record EfficientNet(double width, double depth, ScaledLayers layers) implements Backbone {
  private static final Activation SWISH = Activation.SILU;

  /** Per stage: expansion, side of the depthwise window, stride of the first, channels, blocks. */
  private static final int[][] STAGES = {
    {1, 3, 1, 16, 1},
    {6, 3, 2, 24, 2},
    {6, 5, 2, 40, 2},
    {6, 3, 2, 80, 3},
    {6, 5, 1, 112, 3},
    {6, 5, 2, 192, 4},
    {6, 3, 1, 320, 1}
  };

  /** Of any width and depth. */
  static EfficientNet read(Section section) {
    double depth = section.number("depth", Range.POSITIVE);
    return scaled(ScaledLayers.width(section), depth, section);
  }

  /** One of the published sizes. */
  static EfficientNet scaled(double width, double depth, Section section) {
    return new EfficientNet(width, depth, ScaledLayers.read(section));
  }

  @Override
  public String classifier() {
    return "classifier.1";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = layers.of(plain);
    GraphBuilder first = builder.within("features.0.");
    Value stem = layers.stem(first, image, Widths.rounded(32 * width), SWISH);
    LayerRow row = new LayerRow(builder, stem);
    for (int[] stage : STAGES) {
      if (stage[2] > 1) {
        row.endsStride();
      }
      row.add(stage(row.inside(), row.last(), stage));
    }
    int last = 4 * row.last().channels();
    row.add(layers.last(row.inside(), row.last(), last, SWISH));
    row.endsStride();
    return Features.of(row.last());
  }

  private Value stage(GraphBuilder inside, Value image, int[] stage) {
    int blocks = (int) Math.ceil(stage[4] * depth);
    Value x = image;
    for (int i = 0; i < blocks; i++) {
      int in = x.channels();
      SqueezeExcitation squeeze =
          new SqueezeExcitation(Math.max(1, in / 4), SWISH, Activation.SIGMOID);
      InvertedResidual block =
          new InvertedResidual(
              Widths.rounded((double) in * stage[0]),
              layers.window(stage[1], i == 0 ? stage[2] : 1),
              Widths.rounded(stage[3] * width),
              SWISH,
              Optional.of(squeeze));
      x = block.draw(inside.within(i + "."), x);
    }
    return x;
  }
}
