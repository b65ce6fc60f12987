package io.reflux.network;

import io.reflux.network.VisionTransformer.Size;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * The vision transformer of CLIP (Radford et al., Learning transferable visual models from natural
 * language supervision, 2021), with the keys of OpenAI's and OpenCLIP's files, {@code visual.…}: a
 * layer norm before the first block too, all norms with epsilon 1e-5. Its vector is the class token
 * after the last norm, projected into the space that it shares with texts; not of length 1.
 *
 * <p>OpenAI's networks have the quick GELU, OpenCLIP's the exact one unless their name ends in
 * {@code quickgelu}. Images of any side pass that is not smaller than a patch: positions are
 * interpolated as OpenCLIP does when it loads a file for another side (bicubic, anti-aliased).
 * Outputs: {@code conv1} (a map), {@code ln_pre}, {@code resblocks.0} …, {@code ln_post}, {@code
 * patch_tokens} (those of the patches), {@code map1}, which is {@code patch_tokens} as a map.
 *
 * @param size how wide and deep it is
 * @param patch the side of a patch, in pixels
 * @param grid how many patches a side positions are learnt for
 * @param block what its blocks are
 * @param components of the shared space
 */
record ClipTransformer(Size size, int patch, int grid, TransformerBlock block, int components)
    implements Backbone {

  /** A transformer of any size. */
  static ClipTransformer read(Section section) {
    Size size = VisionTransformers.size(section);
    return of(size, section, section.whole("components", Range.atLeast(1)));
  }

  /** One of the sizes that are published. */
  static ClipTransformer of(Size size, Section section, int components) {
    int patch = section.whole("patch", Range.atLeast(1));
    int grid = VisionTransformers.grid(section, patch);
    Perceptron perceptron = Perceptron.of(section.oneOf("perceptron", Perceptron.Kind.class));
    TransformerBlock block =
        new TransformerBlock(size.heads(), perceptron, 0, TransformerBlock.Style.CLIP);
    return new ClipTransformer(size, patch, grid, block, components);
  }

  @Override
  public String classifier() {
    return "head";
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    Habits habits = new Habits(Initial.UNIFORM_FAN_IN, BatchNorm.Settings.USUAL);
    GraphBuilder builder = plain.with(habits).within("visual.");
    Window window = new Window(patch, patch, 0);
    Value cut = builder.conv("conv1", image, size.width(), window);
    Value x = builder.add(new MapTokens(), size.width(), builder.output("conv1", cut));
    x = LearntTokens.classVector(builder, "class_embedding", x);
    Positions.Learnt learnt = Positions.Learnt.toSize(grid, 1);
    x = Positions.table(builder, "positional_embedding", new Value[] {x, cut}, learnt);
    x = builder.output("ln_pre", norm(builder, "ln_pre", x));
    for (int i = 0; i < size.depth(); i++) {
      String name = "resblocks." + i;
      x = block.draw(builder.within("transformer." + name + "."), x, Turn.NONE);
      builder.output(name, x);
    }
    x = builder.output("ln_post", norm(builder, "ln_post", x));
    TokenRange others = TokenRange.from(1);
    Value tokens = builder.output("patch_tokens", builder.add(others, size.width(), x));
    Value map = builder.add(new TokenMap(), size.width(), tokens, cut);
    Value first = builder.add(new FirstToken(), size.width(), x);
    Initial start = Initial.normal(1 / Math.sqrt(size.width()));
    Key proj = builder.key("proj", Key.Kind.WEIGHT, start, size.width(), components);
    Value own = builder.add(new Projection(proj), components, first);
    return new Features(Optional.of(builder.output("map1", map)), Optional.of(own));
  }

  private Value norm(GraphBuilder builder, String name, Value x) {
    return LayerNorm.draw(builder, name, x, block.style().epsilon());
  }
}
