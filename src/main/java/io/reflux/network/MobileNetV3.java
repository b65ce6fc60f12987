package io.reflux.network;

import io.reflux.setting.Section;
import java.util.List;
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
        List.of(
            new Row(3, 16, 16, 2, true),
            new Row(3, 72, 24, 2, false),
            new Row(3, 88, 24, 1, false),
            new Row(5, 96, 40, 2, true),
            new Row(5, 240, 40, 1, true),
            new Row(5, 240, 40, 1, true),
            new Row(5, 120, 48, 1, true),
            new Row(5, 144, 48, 1, true),
            new Row(5, 288, 96, 2, true),
            new Row(5, 576, 96, 1, true),
            new Row(5, 576, 96, 1, true))),
    LARGE(
        6,
        1280,
        List.of(
            new Row(3, 16, 16, 1, false),
            new Row(3, 64, 24, 2, false),
            new Row(3, 72, 24, 1, false),
            new Row(5, 72, 40, 2, true),
            new Row(5, 120, 40, 1, true),
            new Row(5, 120, 40, 1, true),
            new Row(3, 240, 80, 2, false),
            new Row(3, 200, 80, 1, false),
            new Row(3, 184, 80, 1, false),
            new Row(3, 184, 80, 1, false),
            new Row(3, 480, 112, 1, true),
            new Row(3, 672, 112, 1, true),
            new Row(5, 672, 160, 2, true),
            new Row(5, 960, 160, 1, true),
            new Row(5, 960, 160, 1, true)));

    /** The first block with hard-swish; those before it have rectifiers. */
    private final int swishFrom;

    /** How many components the classifier's last layer takes. */
    private final int vector;

    @SuppressWarnings("ImmutableEnumChecker") // List.of can't be changed
    private final List<Row> blocks;

    Size(int swishFrom, int vector, List<Row> blocks) {
      this.swishFrom = swishFrom;
      this.vector = vector;
      this.blocks = blocks;
    }
  }

  /**
   * A block.
   *
   * @param window the side of the depthwise window
   * @param hidden channels inside
   * @param channels channels that leave
   * @param stride of the depthwise window
   * @param squeezed whether channels are weighted by the whole map
   */
  private record Row(int window, int hidden, int channels, int stride, boolean squeezed) {}

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
    for (int i = 0; i < size.blocks.size(); i++) {
      if (size.blocks.get(i).stride > 1) {
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
    Row row = size.blocks.get(number);
    boolean swish = number >= size.swishFrom;
    int hidden = Widths.rounded(row.hidden * width);
    int quarter = hidden / 4;
    SqueezeExcitation squeeze =
        new SqueezeExcitation(Widths.rounded(quarter), RELU, Activation.HARD_SIGMOID);
    return new InvertedResidual(
        hidden,
        layers.window(row.window, row.stride),
        Widths.rounded(row.channels * width),
        swish ? SWISH : RELU,
        Optional.of(squeeze).filter(each -> row.squeezed));
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
