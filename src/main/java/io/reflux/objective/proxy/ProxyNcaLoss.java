package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.List;

/**
 * Proxy-NCA: an embedding should be nearer to the trained proxy of its class than to the others.
 *
 * <p>With {@code d² = scale |u(x) - u(proxy)|²}: the mean of {@code d²_own + log Σ_{c ≠ own}
 * exp(-d²_c)}. Variant {@code original}: pytorch-metric-learning, which the LabelRelaxation
 * repository uses, has the own class in the sum as well (a softmax), and leaves out rows whose
 * probability is rounded to 0; those count here.
 *
 * <p>Movshovitz-Attias, Toshev, Leung, Ioffe, Singh: No Fuss Distance Metric Learning using
 * Proxies, ICCV 2017. Defaults: the DiVA repository (vectors of length 3, so distances scaled by 9;
 * proxies start normal with deviation 1/8).
 *
 * @param scale the factor of squared distances
 * @param variant paper or original
 */
public record ProxyNcaLoss(double scale, Variant variant) implements Objective {

  public static ProxyNcaLoss read(Section section) {
    return new ProxyNcaLoss(section.number("scale", Range.POSITIVE), Variant.read(section));
  }

  @Override
  public Needs needs() {
    return Needs.LABELS;
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return List.of(Proxies.normal(dimensions, 1 / 8.0));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray proxies = Proxies.of(input); // (classes, d)
    long classes = proxies.getShape().get(0);
    NDArray x = RowVectors.unit(Shapes.labelled(input, classes)); // (n, d)
    NDArray logits = Algebra.times(squared(x, RowVectors.unit(proxies)), -scale); // (n, classes)
    if (variant == Variant.ORIGINAL) {
      return Loss.of(Softmax.crossEntropy(logits, input.labels()));
    }
    NDArray own = Pairs.ofClass(x.getManager(), input.labels(), classes);
    NDArray near = logits.mul(Algebra.weights(own, x)).sum(new int[] {1}); // (n)
    return Loss.of(Algebra.logSumExp(logits, own.logicalNot()).sub(near).mean());
  }

  private static NDArray squared(NDArray x, NDArray y) {
    NDArray norms =
        x.square().sum(new int[] {1}, true).add(y.square().sum(new int[] {1})); // (n, classes)
    return norms.sub(Algebra.times(RowVectors.products(x, y), 2));
  }
}
