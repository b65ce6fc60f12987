package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * The vision transformer (Dosovitskiy et al., An image is worth 16x16 words, 2021) as DeiT and DINO
 * train it, with timm's keys: a class token, learnt positions, layer norm before each of attention
 * and perceptron (epsilon 1e-6), the exact Gaussian error linear unit. Its vector is the class
 * token after the last norm, its map the other tokens.
 *
 * <p>Images of any side pass that is not smaller than a patch; what is left beside the last whole
 * patch is not looked at, as in DINO. Outputs: {@code patch_embed} and {@code tokens} (with class
 * token and positions), {@code blocks.0} …, {@code norm}, {@code patch_tokens} (all of it but the
 * class token), {@code map1}, which is {@code patch_tokens} as a map.
 *
 * @param size how wide and deep it is
 * @param patch the side of a patch, in pixels
 * @param imageSide the side of the images, in pixels, that positions are learnt for
 */
record VisionTransformer(Size size, int patch, int imageSide) implements Backbone {
  private static final double EPSILON = 1e-6;

  /** How many times as wide as a token the perceptron is inside. */
  private static final int EXPANSION = 4;

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
  }

  /** A transformer of any size. */
  static VisionTransformer read(Section section) {
    int heads = section.whole("attention-heads", Range.atLeast(1));
    int width = section.whole("width", Range.atLeast(1));
    int depth = section.whole("depth", Range.atLeast(1));
    if (width % heads != 0) {
      section.refuse("attention-heads", "a divisor of width, " + width);
      heads = 1;
    }
    return sized(new Size(width, depth, heads), section);
  }

  /** One of the sizes that are published. */
  static VisionTransformer sized(Size size, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    int side = section.whole("image-side", Range.atLeast(1));
    if (side < patch) {
      section.refuse("image-side", "at least patch, " + patch);
      side = patch;
    }
    return new VisionTransformer(size, patch, side);
  }

  @Override
  public String classifier() {
    return "head";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = plain.with(new Habits(Initial.UNIFORM_FAN_IN, BatchNorm.Settings.USUAL));
    Window window = new Window(patch, patch, 0);
    Value patches =
        builder.conv(
            "patch_embed.proj", image, new GraphBuilder.Filters(size.width(), window, 1, true));
    Value x = builder.add(new MapTokens(), size.width(), patches);
    x = ClassToken.draw(builder, "cls_token", builder.output("patch_embed", x));
    x = Positions.draw(builder, "pos_embed", x, patches, imageSide / patch);
    builder.output("tokens", x);
    for (int i = 0; i < size.depth(); i++) {
      x = builder.output("blocks." + i, block(builder.within("blocks." + i + "."), x));
    }
    x = builder.output("norm", LayerNorm.draw(builder, "norm", x, EPSILON));
    Value others = builder.output("patch_tokens", builder.add(new OtherTokens(), size.width(), x));
    Value map = builder.add(new TokenMap(), size.width(), others, patches);
    Value first = builder.add(new FirstToken(), size.width(), x);
    return new Features(Optional.of(builder.output("map1", map)), Optional.of(first));
  }

  private Value block(GraphBuilder inside, Value x) {
    int width = size.width();
    Value y = LayerNorm.draw(inside, "norm1", x, EPSILON);
    y = TokenLinear.draw(inside, "attn.qkv", y, 3 * width);
    y = TokenLinear.draw(inside, "attn.proj", Attention.draw(inside, y, size.heads()), width);
    Value attended = inside.add(new Residual(), width, y, x);
    y = LayerNorm.draw(inside, "norm2", attended, EPSILON);
    y = TokenLinear.draw(inside, "mlp.fc1", y, EXPANSION * width);
    y = inside.add(new Gelu(), EXPANSION * width, y);
    y = TokenLinear.draw(inside, "mlp.fc2", y, width);
    return inside.add(new Residual(), width, y, attended);
  }
}
