package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Stochastic gradient descent with momentum.
 *
 * <p>g = g + wd p; buf = momentum buf + g (buf = g at first); p = p - lr buf, or with Nesterov's
 * look ahead p = p - lr (g + momentum buf). (Sutskever et al.: On the importance of initialization
 * and momentum in deep learning, ICML 2013, as torch.optim.SGD writes it.)
 *
 * @param momentum the share of the last step kept; 0 for none
 * @param nesterov looks ahead along the momentum
 */
public record Sgd(double momentum, boolean nesterov) implements UpdateRule {
  static Sgd read(Section section) {
    double momentum = section.number("momentum", Range.BELOW_ONE);
    boolean nesterov = section.flag("nesterov");
    if (nesterov && momentum == 0) {
      section.refuse("nesterov", "false where momentum is 0");
    }
    return new Sgd(momentum, nesterov);
  }

  @Override
  public List<Slot> slots() {
    return momentum == 0 ? List.of() : List.of(new Slot("momentum_buffer", false));
  }

  @Override
  public Rates usualRates() {
    return Rates.OF_THE_GRADIENT;
  }

  @Override
  public double[] constants() {
    return new double[] {momentum};
  }

  @Override
  public String script() {
    String buffer = momentum == 0 ? "annotate(List[Tensor], [])" : "momentum_buffer";
    return """
    torch._fused_sgd_(p, g, %s, weight_decay=decay, momentum=c[0], lr=lr, dampening=0., \
    nesterov=%s, maximize=False, is_first_step=False)
    """
        .formatted(buffer, nesterov ? "True" : "False");
  }
}
