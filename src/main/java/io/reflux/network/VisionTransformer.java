package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * The vision transformer (Dosovitskiy et al., An image is worth 16x16 words, 2021) as DeiT, DINO
 * and DINOv2 train it, with timm's keys: a class token, learnt positions, layer norm before each of
 * attention and perceptron (epsilon 1e-6). Its vector is the class token after the last norm, its
 * map those of the patches.
 *
 * <p>Images of any side pass that is not smaller than a patch; what is left beside the last whole
 * patch is not looked at, as in DINO. Outputs: {@code patch_embed} and {@code tokens} (with class
 * token, positions and registers), {@code blocks.0} …, {@code norm}, {@code reg_tokens} where there
 * are registers, {@code patch_tokens} (those of the patches), {@code map1}, which is {@code
 * patch_tokens} as a map.
 *
 * @param size how wide and deep it is
 * @param patches what it cuts out of an image
 * @param registers how many tokens stand between the class token and the patches
 * @param block what its blocks are
 * @param maskToken true if the original's token in the place of hidden patches is carried along,
 *     unused
 */
record VisionTransformer(
    Size size, Patches patches, int registers, TransformerBlock block, boolean maskToken)
    implements Backbone {

  /**
   * How large a transformer is.
   *
   * @param width components of a token
   * @param depth how many blocks it has
   * @param heads of each attention
   */
  record Size(int width, int depth, int heads) {
    static final Size TINY = new Size(192, 12, 3);
    static final Size SMALL = new Size(384, 12, 6);
    static final Size BASE = new Size(768, 12, 12);
    static final Size LARGE = new Size(1024, 24, 16);
    static final Size GIANT = new Size(1536, 40, 24);
  }

  /**
   * The patches of images.
   *
   * @param side of a patch, in pixels
   * @param positions those that are learnt
   */
  record Patches(int side, Positions.Learnt positions) {}

  /** A transformer of any size. */
  static VisionTransformer read(Section section) {
    int heads = section.whole("attention-heads", Range.atLeast(1));
    int width = section.whole("width", Range.atLeast(1));
    int depth = section.whole("depth", Range.atLeast(1));
    if (width % heads != 0) {
      section.refuse("attention-heads", "a divisor of width, " + width);
      heads = 1;
    }
    int registers = section.whole("registers", Range.NOT_NEGATIVE);
    TransformerBlock block =
        new TransformerBlock(
            heads,
            section.oneOf("perceptron", Perceptron.class),
            section.number("layer-scale", Range.NOT_NEGATIVE));
    double offset = section.number("position-offset", Range.NOT_NEGATIVE);
    boolean antialiased = section.flag("position-antialias");
    int patch = section.whole("patch", Range.atLeast(1));
    Positions.Learnt positions = new Positions.Learnt(grid(section, patch), offset, antialiased);
    boolean maskToken = section.flag("mask-token");
    Patches patches = new Patches(patch, positions);
    return new VisionTransformer(
        new Size(width, depth, heads), patches, registers, block, maskToken);
  }

  /** One of the sizes that are published. */
  static VisionTransformer sized(Size size, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    Patches patches = new Patches(patch, Positions.Learnt.dino(grid(section, patch)));
    TransformerBlock block = new TransformerBlock(size.heads(), Perceptron.GELU, 0);
    return new VisionTransformer(size, patches, 0, block, false);
  }

  /**
   * One of DINOv2's (Oquab et al., DINOv2: learning robust visual features without supervision,
   * 2024). Those with registers interpolate positions without an offset, and anti-aliased.
   */
  static VisionTransformer dinov2(Size size, Perceptron perceptron, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    int registers = section.whole("registers", Range.NOT_NEGATIVE);
    int grid = grid(section, patch);
    Positions.Learnt positions =
        registers == 0 ? Positions.Learnt.dino(grid) : new Positions.Learnt(grid, 0, true);
    double layerScale = section.number("layer-scale", Range.POSITIVE);
    TransformerBlock block = new TransformerBlock(size.heads(), perceptron, layerScale);
    return new VisionTransformer(size, new Patches(patch, positions), registers, block, true);
  }

  /** How many patches a side the positions are learnt for. */
  private static int grid(Section section, int patch) {
    int side = section.whole("image-side", Range.atLeast(1));
    if (side < patch) {
      section.refuse("image-side", "at least patch, " + patch);
    }
    return Math.max(1, side / patch);
  }

  @Override
  public String classifier() {
    return "head";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = plain.with(new Habits(Initial.UNIFORM_FAN_IN, BatchNorm.Settings.USUAL));
    Window window = new Window(patches.side(), patches.side(), 0);
    GraphBuilder.Filters filters = new GraphBuilder.Filters(size.width(), window, 1, true);
    Value cut = builder.conv("patch_embed.proj", image, filters);
    Value x = tokens(builder, cut);
    for (int i = 0; i < size.depth(); i++) {
      x = builder.output("blocks." + i, block.draw(builder.within("blocks." + i + "."), x));
    }
    x = builder.output("norm", LayerNorm.draw(builder, "norm", x, TransformerBlock.EPSILON));
    if (registers > 0) {
      TokenRange between = new TokenRange(1, 1L + registers);
      builder.output("reg_tokens", builder.add(between, size.width(), x));
    }
    TokenRange last = TokenRange.from(1L + registers);
    Value others = builder.output("patch_tokens", builder.add(last, size.width(), x));
    Value map = builder.add(new TokenMap(), size.width(), others, cut);
    Value first = builder.add(new FirstToken(), size.width(), x);
    return new Features(Optional.of(builder.output("map1", map)), Optional.of(first));
  }

  /** What goes into the first block. */
  private Value tokens(GraphBuilder builder, Value cut) {
    Value x = builder.output("patch_embed", builder.add(new MapTokens(), size.width(), cut));
    x = LearntTokens.classToken(builder, "cls_token", x);
    x = Positions.draw(builder, x, cut, patches.positions());
    if (registers > 0) {
      x = LearntTokens.registers(builder, "register_tokens", x, registers);
    }
    if (maskToken) {
      builder.unusedToken("mask_token", size.width());
    }
    return builder.output("tokens", x);
  }
}
