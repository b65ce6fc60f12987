package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Residual networks (He et al., Deep residual learning for image recognition, 2016), with
 * torchvision's keys; the stride of a bottleneck sits in its 3×3 convolution.
 *
 * <p>Outputs: {@code stem}, {@code map1} … {@code map4}, one a stage.
 *
 * @param block what the stages are made of
 * @param blocks how many blocks each stage has
 * @param widths the channels of each stage, before a bottleneck's expansion
 * @param stem what comes before the first stage
 * @param padding of windows at stride 2; BYOL's weights want TensorFlow's
 */
record ResNet(Block block, List<Integer> blocks, List<Integer> widths, Stem stem, Padding padding)
    implements Backbone {

  /** What a stage is made of. */
  enum Block {
    /** Two 3×3 convolutions. */
    BASIC(1),
    /** 1×1, 3×3, 1×1 convolutions; four times as many channels come out. */
    BOTTLENECK(4);

    private final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }
  }

  /** What comes before the first stage. */
  enum Stem {
    /** 7×7 at stride 2, then max-pooling at stride 2: for photographs. */
    STANDARD,
    /** 3×3 at stride 1, no pooling: for images of about 16 to 64 pixels. */
    TINY
  }

  /** One of the depths that torchvision has. */
  static ResNet standard(Block block, Section section, Integer... blocks) {
    return new ResNet(
        block, List.of(blocks), List.of(64, 128, 256, 512), stem(section), Padding.read(section));
  }

  /** Basic blocks of any number and width. */
  static ResNet read(Section section) {
    List<Integer> blocks = section.wholes("blocks", Range.atLeast(1));
    List<Integer> widths = section.wholes("widths", Range.atLeast(1));
    if (blocks.isEmpty() || blocks.size() != widths.size()) {
      section.refuse("widths", "as many numbers as blocks has");
      blocks = List.of(1);
      widths = List.of(8);
    }
    return new ResNet(Block.BASIC, blocks, widths, stem(section), Padding.read(section));
  }

  @Override
  public Features draw(GraphBuilder builder, Value image) {
    Value x = builder.output("stem", stem(builder, image));
    for (int stage = 0; stage < blocks.size(); stage++) {
      for (int i = 0; i < blocks.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        GraphBuilder inside = builder.within("layer" + (stage + 1) + "." + i + ".");
        x = block(inside, x, widths.get(stage), stride);
      }
      builder.output("map" + (stage + 1), x);
    }
    return Features.of(x);
  }

  private Value stem(GraphBuilder builder, Value image) {
    boolean tiny = stem == Stem.TINY;
    Window window = tiny ? Window.centred(3, 1) : padding.window(7, 2);
    Value x = builder.conv("conv1", image, widths.get(0), window);
    x = builder.relu(builder.norm("bn1", x));
    return tiny ? x : builder.maxPool(x, padding.window(3, 2), false);
  }

  private Value block(GraphBuilder inside, Value x, int width, int stride) {
    Value branch =
        block == Block.BASIC
            ? basic(inside, x, width, stride)
            : bottleneck(inside, x, width, stride);
    Value identity = x;
    if (stride != 1 || x.channels() != branch.channels()) {
      identity = inside.conv("downsample.0", x, branch.channels(), padding.window(1, stride));
      identity = inside.norm("downsample.1", identity);
    }
    return inside.relu(inside.sum(branch, identity));
  }

  private Value basic(GraphBuilder inside, Value x, int width, int stride) {
    Value y = inside.conv("conv1", x, width, padding.window(3, stride));
    y = inside.relu(inside.norm("bn1", y));
    y = inside.conv("conv2", y, width, Window.centred(3, 1));
    return inside.norm("bn2", y);
  }

  private Value bottleneck(GraphBuilder inside, Value x, int width, int stride) {
    Value y = inside.conv("conv1", x, width, Window.centred(1, 1));
    y = inside.relu(inside.norm("bn1", y));
    y = inside.conv("conv2", y, width, padding.window(3, stride));
    y = inside.relu(inside.norm("bn2", y));
    y = inside.conv("conv3", y, width * Block.BOTTLENECK.expansion, Window.centred(1, 1));
    return inside.norm("bn3", y);
  }

  private static Stem stem(Section section) {
    return section.oneOf("stem", Stem.class);
  }
}
