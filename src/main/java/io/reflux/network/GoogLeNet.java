package io.reflux.network;

import io.reflux.setting.Section;

/**
 * GoogLeNet (Szegedy et al., Going deeper with convolutions, 2015) with batch norm, as torchvision
 * has it and with its keys; its "5×5" branch is a 3×3 convolution there. The dropout before the
 * classifier is left out: randomness of a program could not be replayed.
 *
 * <p>Outputs: every layer by torchvision's name, as {@code maxpool2} and {@code inception4a};
 * {@code map1}, {@code map2}, {@code map3} are the last blocks of strides 8, 16 and 32.
 *
 * @param transformInput true if images come normalised by ImageNet's mean and deviation while the
 *     weights want (x - 0.5) / 0.5, as torchvision's pretrained ones do
 * @param auxiliary true to carry the tensors of the two auxiliary classifiers, unused
 */
record GoogLeNet(boolean transformInput, boolean auxiliary) implements Backbone {

  /** The widths of a block's four branches. */
  private record Widths(int one, int reduce, int three, int reduceFive, int five, int projection) {}

  /** Convolutions start as torchvision's do. */
  private static final Habits HABITS =
      new Habits(Initial.truncated(0.01), new BatchNorm.Settings(1e-3, 0.1));

  static GoogLeNet read(Section section) {
    return new GoogLeNet(section.flag("transform-input"), section.flag("auxiliary"));
  }

  @Override
  public String embeddingInS2sd() {
    return classifier();
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = plain.with(HABITS);
    Value x = transformInput ? builder.fromImageNetToHalves(image) : image;
    x = builder.output("conv1", layer(builder, "conv1", x, 64, Window.centred(7, 2)));
    x = builder.output("maxpool1", builder.maxPool(x, new Window(3, 2, 0), true));
    x = builder.output("conv2", layer(builder, "conv2", x, 64, Window.centred(1, 1)));
    x = builder.output("conv3", layer(builder, "conv3", x, 192, Window.centred(3, 1)));
    x = builder.output("maxpool2", builder.maxPool(x, new Window(3, 2, 0), true));
    x = block(builder, "inception3a", x, new Widths(64, 96, 128, 16, 32, 32));
    x = block(builder, "inception3b", x, new Widths(128, 128, 192, 32, 96, 64));
    builder.output("map1", x);
    x = builder.output("maxpool3", builder.maxPool(x, new Window(3, 2, 0), true));
    x = block(builder, "inception4a", x, new Widths(192, 96, 208, 16, 48, 64));
    x = block(builder, "inception4b", x, new Widths(160, 112, 224, 24, 64, 64));
    x = block(builder, "inception4c", x, new Widths(128, 128, 256, 24, 64, 64));
    x = block(builder, "inception4d", x, new Widths(112, 144, 288, 32, 64, 64));
    x = block(builder, "inception4e", x, new Widths(256, 160, 320, 32, 128, 128));
    builder.output("map2", x);
    x = builder.output("maxpool4", builder.maxPool(x, new Window(2, 2, 0), true));
    x = block(builder, "inception5a", x, new Widths(256, 160, 320, 32, 128, 128));
    x = block(builder, "inception5b", x, new Widths(384, 192, 384, 48, 128, 128));
    if (auxiliary) {
      auxiliary(builder.within("aux1."), 512);
      auxiliary(builder.within("aux2."), 528);
    }
    return Features.of(builder.output("map3", x));
  }

  private static void auxiliary(GraphBuilder inside, int channels) {
    inside.unusedConv("conv.conv", "conv.bn", channels, 128);
    inside.unusedLinear("fc1", 2048, 1024);
    inside.unusedLinear("fc2", 1024, 1000);
  }

  private static Value block(GraphBuilder builder, String name, Value x, Widths widths) {
    GraphBuilder inside = builder.within(name + ".");
    Window one = Window.centred(1, 1);
    Window three = Window.centred(3, 1);
    Value first = layer(inside, "branch1", x, widths.one(), one);
    Value second = layer(inside, "branch2.0", x, widths.reduce(), one);
    second = layer(inside, "branch2.1", second, widths.three(), three);
    Value third = layer(inside, "branch3.0", x, widths.reduceFive(), one);
    third = layer(inside, "branch3.1", third, widths.five(), three);
    Value fourth = builder.maxPool(x, three, true);
    fourth = layer(inside, "branch4.1", fourth, widths.projection(), one);
    return builder.output(name, builder.concat(first, second, third, fourth));
  }

  private static Value layer(GraphBuilder builder, String name, Value x, int out, Window window) {
    Value y = builder.conv(name + ".conv", x, out, window);
    return builder.relu(builder.norm(name + ".bn", y));
  }
}
