package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * A small convolutional network for images of about 16 to 64 pixels: per stage a 3×3 convolution,
 * batch norm, rectifier and 2×2 max-pooling, as few-shot learning uses it (Vinyals et al., Matching
 * networks for one shot learning, 2016). The last stage doesn't pool.
 *
 * <p>Keys: {@code conv1}, {@code bn1}, … Outputs: {@code map1} …, one a stage.
 *
 * @param widths the channels of each stage
 */
record Conv4(List<Integer> widths) implements Backbone {

  static Conv4 read(Section section) {
    List<Integer> widths = section.wholes("widths", Range.atLeast(1));
    if (widths.isEmpty()) {
      section.refuse("widths", "at least one number");
      return new Conv4(List.of(8));
    }
    return new Conv4(widths);
  }

  @Override
  public Features draw(GraphBuilder builder, Value image) {
    Value x = image;
    for (int stage = 1; stage <= widths.size(); stage++) {
      x = builder.conv("conv" + stage, x, widths.get(stage - 1), Window.centred(3, 1));
      x = builder.relu(builder.norm("bn" + stage, x));
      if (stage < widths.size()) {
        x = builder.maxPool(x, new Window(2, 2, 0), false);
      }
      builder.output("map" + stage, x);
    }
    return Features.of(x);
  }
}
