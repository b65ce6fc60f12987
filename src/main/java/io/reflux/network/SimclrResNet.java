package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * The wide ResNet-50 of SimCLR (Chen et al., 2020) with the flat keys under which SimReg loads it:
 * {@code conv2d}, {@code conv2d_1} …, {@code batch_normalization} …, numbered in the order of
 * drawing, each stage's shortcut first.
 *
 * <p>Outputs: {@code stem}, {@code map1} … {@code map4}.
 *
 * @param width how many times as wide as ResNet-50; 4 has 375 million parameters
 */
record SimclrResNet(int width) implements Backbone {
  private static final List<Integer> BLOCKS = List.of(3, 4, 6, 3);

  static SimclrResNet read(Section section) {
    return new SimclrResNet(section.whole("width", Range.atLeast(1)));
  }

  @Override
  public Features draw(GraphBuilder builder, Value image) {
    Numbered layers = new Numbered(builder);
    Value x = builder.relu(layers.next(image, 64 * width, Window.centred(7, 2)));
    x = builder.output("stem", builder.maxPool(x, Window.centred(3, 2), false));
    for (int stage = 0; stage < BLOCKS.size(); stage++) {
      for (int i = 0; i < BLOCKS.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        x = block(builder, layers, x, new Block((64 * width) << stage, stride, i == 0));
      }
      builder.output("map" + (stage + 1), x);
    }
    return Features.of(x);
  }

  /** A bottleneck: its inner width, its stride, and whether a convolution is its shortcut. */
  private record Block(int inner, int stride, boolean shortcut) {}

  private static Value block(GraphBuilder builder, Numbered layers, Value x, Block block) {
    int out = 4 * block.inner();
    Value identity = block.shortcut() ? layers.next(x, out, Window.centred(1, block.stride())) : x;
    Value y = builder.relu(layers.next(x, block.inner(), Window.centred(1, 1)));
    y = builder.relu(layers.next(y, block.inner(), Window.centred(3, block.stride())));
    y = layers.next(y, out, Window.centred(1, 1));
    return builder.relu(builder.sum(y, identity));
  }

  /** Convolutions with batch norm, named by how many were drawn before. */
  private static final class Numbered {
    private final GraphBuilder builder;
    private int drawn;

    Numbered(GraphBuilder builder) {
      this.builder = builder;
    }

    Value next(Value x, int out, Window window) {
      String number = drawn == 0 ? "" : "_" + drawn;
      drawn++;
      Value y = builder.conv("conv2d" + number, x, out, window);
      return builder.norm("batch_normalization" + number, y);
    }
  }
}
