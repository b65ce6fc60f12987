package io.reflux.miner;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Negatives by a table of weights over their distance from the anchor.
 *
 * <p>n support points s stand evenly from low to high; the bin of a distance d (at least 0.01) is
 * the number of inner support points below it. A bin's weight is 1 if s[bin] is at most the mode's
 * limit (0.5 for {@code hards}, 0.3 for {@code veryhards}, none for {@code uniform}), else 1e-15:
 * farther rows come only where there are no nearer ones. Positive: uniform. Rows alone in their
 * class are no anchors. (S2SD: parametric, an evaluation of Roth et al.'s PADS without its policy;
 * the original has no defaults.)
 *
 * @param supports the support points s
 * @param limit the largest support point of weight 1
 */
record ParametricMiner(double[] supports, double limit) implements AnchorMiner {
  private static final double NEAREST = 0.01;
  private static final double HARDLY = 1e-15;

  /** How near a negative is to lie. */
  private enum Mode {
    UNIFORM(Double.POSITIVE_INFINITY),
    HARDS(0.5),
    VERYHARDS(0.3);

    private final double limit;

    Mode(double limit) {
      this.limit = limit;
    }
  }

  static ParametricMiner read(Section section) {
    int count = section.whole("supports", Range.atLeast(2));
    List<Double> limits = section.numbers("support-limits", Range.NOT_NEGATIVE);
    if (limits.size() != 2 || limits.get(0) >= limits.get(1)) {
      section.refuse("support-limits", "two numbers >= 0, the smaller first");
      limits = List.of(0.0, 2.0);
    }
    double low = limits.get(0);
    double step = (limits.get(1) - low) / (count - 1);
    double[] supports = new double[count];
    for (int i = 0; i < count; i++) {
      supports[i] = low + i * step;
    }
    return new ParametricMiner(supports, section.oneOf("mode", Mode.class).limit);
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    return new NegativePicks(input) {
      @Override
      public void second(int anchor, int positive, double[] each) {
        input.negatives(anchor, each);
        for (int i = 0; i < each.length; i++) {
          each[i] *= weight(distances.between(anchor, i));
        }
      }
    };
  }

  private double weight(double distance) {
    double d = Math.max(distance, NEAREST);
    int bin = 0;
    while (bin + 2 < supports.length && supports[bin + 1] < d) {
      bin++;
    }
    return supports[bin] <= limit ? 1 : HARDLY;
  }
}
