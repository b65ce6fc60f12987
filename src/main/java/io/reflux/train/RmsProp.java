package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * RMSprop: gradients over the root of the running mean of their squares.
 *
 * <p>g = g + wd p; v = alpha v + (1 - alpha) g²; buf = momentum buf + g / (sqrt(v) + eps); p = p -
 * lr buf. (Tieleman, Hinton: Lecture 6.5, COURSERA 2012, not centred, as torch.optim.RMSprop writes
 * it.)
 *
 * @param alpha how slowly the mean of the squares forgets
 * @param momentum the share of the last step kept; 0 for none
 * @param eps added to the root
 */
record RmsProp(double alpha, double momentum, double eps) implements UpdateRule {
  static RmsProp read(Section section) {
    return new RmsProp(
        section.number("alpha", Range.BELOW_ONE),
        section.number("momentum", Range.BELOW_ONE),
        section.number("eps", Range.NOT_NEGATIVE));
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("square_avg", false), new Slot("momentum_buffer", false));
  }

  @Override
  public Rates usualRates() {
    return Rates.OF_THE_STEP;
  }

  @Override
  public double[] constants() {
    return new double[] {alpha, 1 - alpha, momentum, eps};
  }

  @Override
  public String script() {
    return """
    torch._foreach_add_(g, p, alpha=decay)
    torch._foreach_mul_(square_avg, c[0])
    torch._foreach_addcmul_(square_avg, g, g, c[1])
    root = torch._foreach_sqrt(square_avg)
    torch._foreach_add_(root, c[3])
    torch._foreach_mul_(momentum_buffer, c[2])
    torch._foreach_addcdiv_(momentum_buffer, g, root)
    torch._foreach_add_(p, momentum_buffer, alpha=-lr)
    """;
  }
}
