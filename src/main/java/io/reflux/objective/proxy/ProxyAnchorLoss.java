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
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Proxy-Anchor: a trained proxy for each class pulls the embeddings of its class and pushes all
 * others, the hard ones most.
 *
 * <p>With {@code c_ip} the cosine of embedding and proxy, {@code 1/|classes in the batch| Σ_p log(1
 * + Σ_{y_i = p} exp(-alpha (c_ip - margin))) + 1/|classes| Σ_p log(1 + Σ_{y_i ≠ p} exp(alpha (c_ip
 * + margin)))}.
 *
 * <p>Kim, Kim, Cho, Kwak: Proxy Anchor Loss for Deep Metric Learning, CVPR 2020. Defaults: the
 * LabelRelaxation repository; proxies start normal with variance 2 / classes.
 *
 * @param margin how far cosines should lie from 0 at least
 * @param alpha the scale of cosines
 */
public record ProxyAnchorLoss(double margin, double alpha) implements Objective {

  public static ProxyAnchorLoss read(Section section) {
    return new ProxyAnchorLoss(
        section.number("margin", Range.NOT_NEGATIVE), section.number("alpha", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.LABELS;
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return List.of(Proxies.normal(dimensions, Math.sqrt(2.0 / dimensions.classes())));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray proxies = Proxies.of(input); // (classes, d)
    long classes = proxies.getShape().get(0);
    NDArray x = Shapes.labelled(input, classes); // (n, d)
    NDArray cosines = RowVectors.products(soft(proxies), soft(x)); // (classes, n)
    NDArray own = Pairs.ofClass(x.getManager(), input.labels(), classes).transpose();
    NDArray pull = Algebra.times(Algebra.plus(cosines, -margin), -alpha);
    NDArray push = Algebra.times(Algebra.plus(cosines, margin), alpha);
    NDArray pulled = Algebra.logOnePlusSumExp(pull, own).sum();
    NDArray pushed = Algebra.logOnePlusSumExp(push, own.logicalNot()).sum();
    return Loss.of(
        Algebra.times(pulled, 1.0 / Pairs.classesIn(input.labels()))
            .add(Algebra.times(pushed, 1.0 / classes)));
  }

  /** Rows over the root of their squared length plus 1e-12: nearly unit, smooth at zero. */
  private static NDArray soft(NDArray x) {
    return x.div(Algebra.plus(x.square().sum(new int[] {1}, true), 1e-12).sqrt());
  }
}
