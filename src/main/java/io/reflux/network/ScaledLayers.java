package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * What holds for all convolutions of MobileNetV3 and EfficientNet, whose weights come from several
 * homes: torchvision's, timm's, and TensorFlow's (padding same, epsilon 1e-3).
 *
 * @param padding of windows at stride 2
 * @param norm the constants of batch norm
 */
record ScaledLayers(Padding padding, BatchNorm.Settings norm) {

  static ScaledLayers read(Section section) {
    BatchNorm.Settings norm =
        new BatchNorm.Settings(
            section.number("bn-epsilon", Range.POSITIVE),
            section.number("bn-momentum", Range.FRACTION));
    return new ScaledLayers(Padding.read(section), norm);
  }

  /** The factor on all channels. */
  static double width(Section section) {
    return section.number("width", Range.POSITIVE);
  }

  /** The drawing with these habits. */
  GraphBuilder of(GraphBuilder builder) {
    return builder.with(new Habits(Initial.KAIMING_FAN_OUT, norm));
  }

  /** A window of odd side. */
  Window window(int side, int stride) {
    return padding.window(side, stride);
  }

  /** The first layer: 3×3 at stride 2. */
  Value stem(GraphBuilder inside, Value image, int out, Operation activation) {
    GraphBuilder.Filters filters = new GraphBuilder.Filters(out, window(3, 2), 1, false);
    return InvertedResidual.layer(inside, image, filters, activation);
  }

  /** The last layer: 1×1. */
  Value last(GraphBuilder inside, Value x, int out, Operation activation) {
    Window one = Window.centred(1, 1);
    GraphBuilder.Filters filters = new GraphBuilder.Filters(out, one, 1, false);
    return InvertedResidual.layer(inside, x, filters, activation);
  }
}
