package io.reflux.network;

import io.reflux.network.VisionTransformer.Size;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Unicom's vision transformer (An et al., Unicom: universal and compact representation learning for
 * image retrieval, 2023), with its authors' keys: no class token, no bias of queries, keys and
 * values, min(max(x, 0), 6) in the perceptrons, layer norms with epsilon 1e-5. Its vector is made
 * of all tokens beside each other by two linear layers, each with a batch norm (epsilon 2e-5) after
 * it: images of no other side pass than that of the settings, unless the map alone is asked for.
 *
 * <p>Outputs: {@code patch_embed}, {@code tokens} (with positions), {@code blocks.0} …, {@code
 * norm}, {@code map1}, which is {@code norm} as a map.
 *
 * @param size how wide and deep it is
 * @param patch the side of a patch, in pixels
 * @param grid how many patches a side images have
 * @param components of the vector
 */
record UnicomTransformer(Size size, int patch, int grid, int components) implements Backbone {
  private static final BatchNorm.Settings NORM = new BatchNorm.Settings(2e-5, 0.1);

  /** A transformer of any size. */
  static UnicomTransformer read(Section section) {
    return of(VisionTransformers.size(section), section);
  }

  /** One of the sizes that are published. */
  static UnicomTransformer of(Size size, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    int grid = VisionTransformers.grid(section, patch);
    return new UnicomTransformer(size, patch, grid, section.whole("components", Range.atLeast(1)));
  }

  @Override
  public Features draw(GraphBuilder plain, Value image) {
    GraphBuilder builder = plain.with(new Habits(Initial.UNIFORM_FAN_IN, NORM));
    int width = size.width();
    Window window = new Window(patch, patch, 0);
    GraphBuilder.Filters filters = new GraphBuilder.Filters(width, window, 1, true);
    Value cut = builder.conv("patch_embed.proj", image, filters);
    Value x = builder.output("patch_embed", builder.add(new MapTokens(), width, cut));
    Positions.Learnt learnt = Positions.Learnt.toSize(grid, 0);
    x = builder.output("tokens", Positions.draw(builder, x, cut, learnt));
    Perceptron perceptron = Perceptron.of(Perceptron.Kind.RELU6);
    TransformerBlock block =
        new TransformerBlock(size.heads(), perceptron, 0, TransformerBlock.Style.UNICOM);
    for (int i = 0; i < size.depth(); i++) {
      String name = "blocks." + i;
      x = builder.output(name, block.draw(builder.within(name + "."), x, Turn.NONE));
    }
    double epsilon = TransformerBlock.Style.UNICOM.epsilon();
    Value last = builder.output("norm", LayerNorm.draw(builder, "norm", x, epsilon));
    Value map = builder.output("map1", builder.add(new TokenMap(), width, last, cut));
    return Features.of(map, components, () -> vector(builder, last));
  }

  private Value vector(GraphBuilder builder, Value last) {
    Initial start = Initial.normal(0.02);
    JoinedTokens joined = new JoinedTokens(grid, patch);
    Value x = builder.add(joined, grid * grid * size.width(), last);
    x = builder.linear("feature.0", x, new GraphBuilder.Units(size.width(), start, null));
    x = builder.norm("feature.1", x);
    x = builder.linear("feature.2", x, new GraphBuilder.Units(components, start, null));
    return builder.norm("feature.3", x);
  }
}
