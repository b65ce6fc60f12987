package io.reflux.network;

import io.reflux.setting.Section;
import java.util.Optional;

/**
 * MobileNetV3 (Howard et al., Searching for MobileNetV3, 2019) with torchvision's keys. Its vector
 * is what the classifier's last layer takes: {@code classifier.0} and hard-swish of the map's mean.
 * The dropout after it is left out: randomness of a program could not be replayed.
 *
 * <p>Outputs: {@code features.0} …, torchvision's layers; {@code map1} … {@code map4} are the last
 * ones of strides 4, 8, 16 and 32; {@code pooled}, the last one's mean, where the vector is drawn.
 *
 * @param size which of the two
 * @param width the factor on all channels
 * @param layers what holds for all convolutions
 */
record MobileNetV3(Size size, double width, ScaledLayers layers) implements Backbone {
  private static final Operation RELU = new Rectifier(false);
  private static final Operation SWISH = Activation.HARD_SWISH;

  /** The two networks of the paper. */
  enum Size {
    SMALL(
        3,
        1024,
        new int[][] {
          {3, 16, 16, 2, 1},
          {3, 72, 24, 2, 0},
          {3, 88, 24, 1, 0},
          {5, 96, 40, 2, 1},
          {5, 240, 40, 1, 1},
          {5, 240, 40, 1, 1},
          {5, 120, 48, 1, 1},
          {5, 144, 48, 1, 1},
          {5, 288, 96, 2, 1},
          {5, 576, 96, 1, 1},
          {5, 576, 96, 1, 1}
        }),
    LARGE(
        6,
        1280,
        new int[][] {
          {3, 16, 16, 1, 0},
          {3, 64, 24, 2, 0},
          {3, 72, 24, 1, 0},
          {5, 72, 40, 2, 1},
          {5, 120, 40, 1, 1},
          {5, 120, 40, 1, 1},
          {3, 240, 80, 2, 0},
          {3, 200, 80, 1, 0},
          {3, 184, 80, 1, 0},
          {3, 184, 80, 1, 0},
          {3, 480, 112, 1, 1},
          {3, 672, 112, 1, 1},
          {5, 672, 160, 2, 1},
          {5, 960, 160, 1, 1},
          {5, 960, 160, 1, 1}
        });

    /** The first block with hard-swish; those before it have rectifiers. */
    private final int swishFrom;

    /** How many components the classifier's last layer takes. */
    private final int vector;

    /** Per block: side of the depthwise window, hidden channels, channels, stride, squeezed (1). */
    private final int[][] blocks;

    Size(int swishFrom, int vector, int[][] blocks) {
      this.swishFrom = swishFrom;
      this.vector = vector;
      this.blocks = blocks;
    }
  }

  static MobileNetV3 read(Size size, Section section) {
    return new MobileNetV3(size, ScaledLayers.width(section), ScaledLayers.read(section));
  }

  @Override
  public String classifier() {
    return "classifier.3";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = layers.of(plain);
    GraphBuilder first = builder.within("features.0.");
    Value stem = layers.stem(first, image, Widths.rounded(16 * width), SWISH);
    LayerRow row = new LayerRow(builder, stem);
    for (int i = 0; i < size.blocks.length; i++) {
      if (size.blocks[i][3] > 1) {
        row.endsStride();
      }
      row.add(block(i).draw(row.inside(), row.last()));
    }
    int last = 6 * row.last().channels();
    row.add(layers.last(row.inside(), row.last(), last, SWISH));
    row.endsStride();
    Value map = row.last();
    return Features.of(map, components(), () -> vector(builder, map));
  }

  private InvertedResidual block(int number) {
    int[] block = size.blocks[number];
    boolean swish = number >= size.swishFrom;
    int hidden = Widths.rounded(block[1] * width);
    SqueezeExcitation squeeze =
        new SqueezeExcitation(Widths.rounded(hidden / 4), RELU, Activation.HARD_SIGMOID);
    return new InvertedResidual(
        hidden,
        layers.window(block[0], block[3]),
        Widths.rounded(block[2] * width),
        swish ? SWISH : RELU,
        Optional.of(squeeze).filter(each -> block[4] > 0));
  }

  /** What the classifier's last layer takes. */
  private Value vector(GraphBuilder builder, Value map) {
    Value mean = builder.add(GlobalPool.of(GlobalPool.MEAN), map.channels(), map);
    builder.output("pooled", mean);
    GraphBuilder.Units units =
        new GraphBuilder.Units(components(), Initial.normal(0.01), Initial.ZEROS);
    return builder.add(SWISH, components(), builder.linear("classifier.0", mean, units));
  }

  private int components() {
    return Widths.rounded(size.vector * width);
  }
}
