package io.reflux.network;

import java.util.Optional;

/**
 * The block of MobileNetV3 and EfficientNet: widened by a 1×1 convolution, a depthwise one, squeeze
 * and excitation, narrowed by a 1×1 convolution; the input is added where shapes agree. Keys are
 * torchvision's, {@code block.0.0.weight} ….
 *
 * @param hidden how many channels the depthwise convolution has; as many as come in: no widening
 * @param depthwise the window of the depthwise convolution
 * @param out how many channels come out
 * @param activation what follows the first two convolutions
 * @param squeeze between depthwise and narrowing convolution; empty if there is none
 */
record InvertedResidual(
    int hidden,
    Window depthwise,
    int out,
    Operation activation,
    Optional<SqueezeExcitation> squeeze) {

  /** Draws the block. */
  Value draw(GraphBuilder builder, Value x) {
    GraphBuilder inside = builder.within("block.");
    int number = 0;
    Value y = x;
    if (hidden != x.channels()) {
      GraphBuilder.Filters wide = new GraphBuilder.Filters(hidden, Window.centred(1, 1), 1, false);
      y = layer(inside.within(number++ + "."), y, wide, activation);
    }
    GraphBuilder.Filters deep = new GraphBuilder.Filters(hidden, depthwise, hidden, false);
    y = layer(inside.within(number++ + "."), y, deep, activation);
    if (squeeze.isPresent()) {
      y = squeeze.get().draw(inside.within(number++ + "."), y);
    }
    GraphBuilder last = inside.within(number + ".");
    y = last.norm("1", last.conv("0", y, out, Window.centred(1, 1)));
    boolean residual = depthwise.stride() == 1 && x.channels() == out;
    return residual ? inside.sum(y, x) : y;
  }

  /** A convolution, batch norm and an activation, (n, c, h, w) → (n, out, h', w'). */
  static Value layer(
      GraphBuilder inside, Value x, GraphBuilder.Filters filters, Operation activation) {
    Value y = inside.norm("1", inside.conv("0", x, filters));
    return inside.add(activation, filters.out(), y);
  }
}
