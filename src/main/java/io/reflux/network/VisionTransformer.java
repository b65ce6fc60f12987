package io.reflux.network;

import java.util.Optional;

/**
 * The vision transformer (Dosovitskiy et al., An image is worth 16x16 words, 2021) as DeiT, DINO,
 * DINOv2, DINOv3 and SigLIP train it, with timm's keys: tokens of patches behind a class token and
 * others, positions, layer norm before each of attention and perceptron. Its vector is what the
 * original hands to a classifier, its map that of the patches after the last norm.
 *
 * <p>Images of any side pass that is not smaller than a patch; what is left beside the last whole
 * patch is not looked at, as in DINO. Outputs: {@code patch_embed} and {@code tokens} (with class
 * token, positions and registers), {@code blocks.0} …, {@code norm}, {@code reg_tokens} where there
 * are registers, {@code patch_tokens} (those of the patches), {@code map1}, which is {@code
 * patch_tokens} as a map.
 *
 * @param size how wide and deep it is
 * @param patches what it cuts out of an image
 * @param front what stands before the patches
 * @param block what its blocks are
 * @param ending what is made of the last tokens
 */
record VisionTransformer(
    Size size, Patches patches, Front front, TransformerBlock block, Ending ending)
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
    static final Size SO400M = new Size(1152, 27, 16);
    static final Size GIANT = new Size(1536, 40, 24);
  }

  /**
   * The patches of images.
   *
   * @param side of a patch, in pixels
   * @param learnt positions that are added to the tokens
   * @param rotary positions by which queries and keys are turned
   */
  record Patches(int side, Optional<Positions.Learnt> learnt, Optional<RotaryAngles.Rule> rotary) {
    static Patches learnt(int side, Positions.Learnt positions) {
      return new Patches(side, Optional.of(positions), Optional.empty());
    }

    static Patches rotary(int side, RotaryAngles.Rule rule) {
      return new Patches(side, Optional.empty(), Optional.of(rule));
    }
  }

  /**
   * What stands before the patches.
   *
   * @param classToken true if a class token does
   * @param distillation true if DeiT's second class token comes after it
   * @param registers how many others come then
   * @param registersKey what those are called
   * @param maskToken true if the original's token in the place of hidden patches is carried along,
   *     unused
   * @param preNorm true if a layer norm comes before the first block
   */
  record Front(
      boolean classToken,
      boolean distillation,
      int registers,
      String registersKey,
      boolean maskToken,
      boolean preNorm) {
    /** A class token alone. */
    static final Front CLASS = new Front(true, false, 0, "", false, false);

    /** Nothing. */
    static final Front NONE = new Front(false, false, 0, "", false, false);

    /** A class token and registers, as the DINOs have them. */
    static Front dino(int registers, String registersKey) {
      return new Front(true, false, registers, registersKey, true, false);
    }

    /** How many tokens these are without the registers. */
    int classes() {
      return (classToken ? 1 : 0) + (distillation ? 1 : 0);
    }

    /** How many tokens these are. */
    int tokens() {
      return classes() + registers;
    }
  }

  /**
   * What is made of the last tokens.
   *
   * @param own the vector
   * @param apart true if the tokens in front have a last norm of their own
   */
  record Ending(Own own, boolean apart) {
    static final Ending CLASS = new Ending(Own.CLASS, false);
  }

  /** The vector that a transformer hands to a classifier. */
  enum Own {
    /** The class token after the last norm; the mean of both where there are two. */
    CLASS,
    /** The mean of the patches, and then the last norm, called {@code fc_norm}. */
    MEAN,
    /** What a learnt query finds among all tokens after the last norm (SigLIP). */
    ATTENTION
  }

  @Override
  public String classifier() {
    return "head";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = plain.with(new Habits(Initial.UNIFORM_FAN_IN, BatchNorm.Settings.USUAL));
    Window window = new Window(patches.side(), patches.side(), 0);
    GraphBuilder.Filters filters =
        new GraphBuilder.Filters(size.width(), window, 1, !front.preNorm());
    Value cut = builder.conv("patch_embed.proj", image, filters);
    Value x = tokens(builder, cut);
    Turn turn = turn(builder, cut);
    for (int i = 0; i < size.depth(); i++) {
      x = builder.output("blocks." + i, block.draw(builder.within("blocks." + i + "."), x, turn));
    }
    Value last = builder.output("norm", lastNorm(builder, x));
    if (front.registers() > 0) {
      TokenRange between = new TokenRange(front.classes(), front.tokens());
      builder.output("reg_tokens", builder.add(between, size.width(), last));
    }
    TokenRange others = TokenRange.from(front.tokens());
    Value tokens = builder.output("patch_tokens", builder.add(others, size.width(), last));
    Value map = builder.add(new TokenMap(), size.width(), tokens, cut);
    Value own = own(builder, last, tokens);
    return new Features(Optional.of(builder.output("map1", map)), Optional.of(own));
  }

  /** What goes into the first block. */
  private Value tokens(GraphBuilder builder, Value cut) {
    Value x = builder.output("patch_embed", builder.add(new MapTokens(), size.width(), cut));
    int placed = patches.learnt().map(Positions.Learnt::front).orElse(0);
    if (placed == 0) {
      x = positioned(builder, x, cut);
    }
    if (front.classToken()) {
      x = LearntTokens.classToken(builder, "cls_token", x);
    }
    if (front.distillation()) {
      x = LearntTokens.draw(builder, "dist_token", x, new LearntTokens.Place(1, 1));
    }
    if (placed > 0) {
      x = positioned(builder, x, cut);
    }
    if (front.registers() > 0) {
      LearntTokens.Place place = new LearntTokens.Place(front.registers(), front.classes());
      x = LearntTokens.draw(builder, front.registersKey(), x, place);
    }
    if (front.maskToken()) {
      builder.unusedToken("mask_token", size.width());
    }
    x = front.preNorm() ? norm(builder, "norm_pre", x) : x;
    return builder.output("tokens", x);
  }

  private Value positioned(GraphBuilder builder, Value x, Value cut) {
    return patches.learnt().map(each -> Positions.draw(builder, x, cut, each)).orElse(x);
  }

  private Turn turn(GraphBuilder builder, Value cut) {
    int components = size.width() / size.heads();
    return patches
        .rotary()
        .<Turn>map(
            rule ->
                RotaryTurn.draw(
                    builder, cut, new RotaryTurn.Form(rule, components, front.tokens())))
        .orElse(Turn.NONE);
  }

  private Value lastNorm(GraphBuilder builder, Value x) {
    if (ending.own() == Own.MEAN) {
      return x;
    }
    if (!ending.apart()) {
      return norm(builder, "norm", x);
    }
    Value before = builder.add(new TokenRange(0, front.tokens()), size.width(), x);
    Value after = builder.add(TokenRange.from(front.tokens()), size.width(), x);
    Value normed = norm(builder, "norm", after);
    Value apart = norm(builder, "cls_norm", before);
    return builder.add(new Concat(), size.width(), apart, normed);
  }

  private Value norm(GraphBuilder builder, String name, Value x) {
    return LayerNorm.draw(builder, name, x, block.style().epsilon());
  }

  private Value own(GraphBuilder builder, Value last, Value patchTokens) {
    return switch (ending.own()) {
      case CLASS ->
          front.distillation()
              ? builder.add(new TokenMean(), size.width(), classes(builder, last))
              : builder.add(new FirstToken(), size.width(), last);
      case MEAN ->
          norm(builder, "fc_norm", builder.add(new TokenMean(), size.width(), patchTokens));
      case ATTENTION ->
          new AttentionPool(size.heads(), block.perceptron(), block.style().epsilon())
              .draw(builder.within("attn_pool."), last);
    };
  }

  private Value classes(GraphBuilder builder, Value last) {
    return builder.add(new TokenRange(0, front.classes()), size.width(), last);
  }
}
