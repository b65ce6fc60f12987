package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Adam: steps of the size of the rate, along the running mean of the gradient over the root of the
 * running mean of its square.
 *
 * <p>With g the gradient and t from 1: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²; p = p - lr (m
 * / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps). The decay is either added to the gradient (g + wd
 * p: Kingma, Ba: Adam, ICLR 2015, with an L2 term) or taken off the parameter before the step (p (1
 * - lr wd): Loshchilov, Hutter: Decoupled Weight Decay Regularization, ICLR 2019).
 *
 * @param beta1 how slowly the mean of the gradient forgets
 * @param beta2 how slowly the mean of its square forgets
 * @param eps added to the root
 * @param decay where the weight decay enters
 */
record Adam(double beta1, double beta2, double eps, Decay decay) implements UpdateRule {
  /** Where the weight decay enters. */
  enum Decay {
    IN_GRADIENT("_fused_adam_"),
    DECOUPLED("_fused_adamw_");

    private final String operation;

    Decay(String operation) {
      this.operation = operation;
    }
  }

  static Adam read(Section section, Decay decay) {
    List<Double> betas = section.numbers("betas", Range.BELOW_ONE);
    if (betas.size() != 2) {
      section.refuse("betas", "two numbers 0 … < 1");
      betas = List.of(0.0, 0.0);
    }
    return new Adam(betas.get(0), betas.get(1), section.number("eps", Range.NOT_NEGATIVE), decay);
  }

  @Override
  public List<Slot> slots() {
    return List.of(
        new Slot("exp_avg", false), new Slot("exp_avg_sq", false), new Slot("step", true));
  }

  @Override
  public Rates usualRates() {
    return Rates.OF_THE_STEP;
  }

  @Override
  public double[] constants() {
    return new double[] {beta1, beta2, eps};
  }

  @Override
  public String script() {
    return """
    torch._foreach_add_(step, 1)
    none = annotate(List[Tensor], [])
    torch.%s(p, g, exp_avg, exp_avg_sq, none, step, lr=lr, beta1=c[0], beta2=c[1], \
    weight_decay=decay, eps=c[2], amsgrad=False, maximize=False)
    """
        .formatted(decay.operation);
  }
}
