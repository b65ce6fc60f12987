package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * RegNetY (Radosavovic et al., Designing network design spaces, 2020) with torchvision's keys:
 * bottlenecks of grouped convolutions with squeeze and excitation.
 *
 * <p>Outputs: {@code stem}, {@code map1} … {@code map4}, one a stage.
 *
 * @param blocks how many blocks each stage has
 * @param widths the channels of each stage; torchvision rounds some of the paper's up
 * @param groupWidth how many channels a group of the grouped convolutions has
 */
record RegNetY(List<Integer> blocks, List<Integer> widths, int groupWidth) implements Backbone {
  private static final int STEM_WIDTH = 32;

  /** Of any size. */
  static RegNetY read(Section section) {
    List<Integer> blocks = section.wholes("blocks", Range.atLeast(1));
    int groupWidth = section.whole("group-width", Range.atLeast(1));
    return sized(section, groupWidth, blocks.toArray(Integer[]::new));
  }

  /** One of the published sizes. */
  static RegNetY sized(Section section, int groupWidth, Integer... blocks) {
    List<Integer> widths = section.wholes("widths", Range.atLeast(1));
    if (widths.isEmpty() || widths.size() != blocks.length) {
      section.refuse("widths", "a number for each of " + blocks.length + " stages, at least one");
      return new RegNetY(List.of(1), List.of(groupWidth), groupWidth);
    }
    if (widths.stream().anyMatch(width -> width % groupWidth != 0)) {
      section.refuse("widths", "multiples of the group width, " + groupWidth);
      return new RegNetY(List.of(1), List.of(groupWidth), groupWidth);
    }
    return new RegNetY(List.of(blocks), widths, groupWidth);
  }

  @Override
  public Features draw(GraphBuilder builder, Value image) {
    GraphBuilder.Filters filters =
        new GraphBuilder.Filters(STEM_WIDTH, Window.centred(3, 2), 1, false);
    Value x = builder.output("stem", layer(builder, "stem", image, filters));
    for (int stage = 1; stage <= blocks.size(); stage++) {
      String name = "block" + stage;
      GraphBuilder inside = builder.within("trunk_output." + name + ".");
      for (int i = 0; i < blocks.get(stage - 1); i++) {
        int stride = i == 0 ? 2 : 1;
        x = block(inside.within(name + "-" + i + "."), x, widths.get(stage - 1), stride);
      }
      builder.output("map" + stage, x);
    }
    return Features.of(x);
  }

  private Value block(GraphBuilder inside, Value x, int width, int stride) {
    GraphBuilder branch = inside.within("f.");
    Window one = Window.centred(1, 1);
    Value y = layer(branch, "a", x, new GraphBuilder.Filters(width, one, 1, false));
    Window three = Window.centred(3, stride);
    y = layer(branch, "b", y, new GraphBuilder.Filters(width, three, width / groupWidth, false));
    // A quarter of what comes in; of two nearest whole numbers the even one.
    int squeezed = (int) Math.rint(0.25 * x.channels());
    y =
        new SqueezeExcitation(squeezed, new Rectifier(false), Activation.SIGMOID)
            .draw(branch.within("se."), y);
    y = branch.norm("c.1", branch.conv("c.0", y, width, one));
    Value identity = x;
    if (stride != 1 || x.channels() != width) {
      identity = inside.conv("proj.0", x, width, Window.centred(1, stride));
      identity = inside.norm("proj.1", identity);
    }
    return inside.relu(inside.sum(y, identity));
  }

  private static Value layer(
      GraphBuilder inside, String name, Value x, GraphBuilder.Filters filters) {
    return inside.relu(inside.norm(name + ".1", inside.conv(name + ".0", x, filters)));
  }
}
