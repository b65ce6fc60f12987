package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.objective.Algebra;
import io.reflux.objective.Softmax;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;

/**
 * ArcFace: classification by class directions, where the angle to the own class counts as larger
 * than it is.
 *
 * <p>With {@code c} the inner product of embedding (taken as it is) and unit class vector, limited
 * to 1e-10 … 1 - 1e-10 (in float32 1 - 1e-7): the own class's {@code c} is replaced by {@code
 * cos(acos(c) + margin)}; softmax cross entropy of {@code scale · c}. Variant {@code original}:
 * S2SD and DiVA add the change to every entry of the row, where it cancels: the margin does
 * nothing.
 *
 * <p>Deng, Guo, Xue, Zafeiriou: ArcFace, CVPR 2019. Defaults: the S2SD repository.
 *
 * @param margin in radians
 * @param scale of the logits
 * @param variant paper or original
 */
public record ArcFaceLoss(double margin, double scale, Variant variant) implements ClassDirections {
  private static final double LEAST = 1e-10;

  public static ArcFaceLoss read(Section section) {
    return new ArcFaceLoss(
        section.number("margin", Range.between(0, Math.PI)),
        section.number("scale", Range.POSITIVE),
        Variant.read(section));
  }

  @Override
  public NDArray logits(NDArray products, int[] labels) {
    double most = products.getDataType() == DataType.FLOAT64 ? 1 - LEAST : 1 - 1.2e-7;
    NDArray cosines =
        products.clip(Algebra.number(products, LEAST), Algebra.number(products, most));
    return Algebra.times(variant == Variant.PAPER ? withMargin(cosines, labels) : cosines, scale);
  }

  /** cos(acos(c) + margin) at the labels. (n, classes) */
  private NDArray withMargin(NDArray cosines, int[] labels) {
    NDArray own = Softmax.targets(cosines, labels); // (n, classes)
    NDArray wider = ClassVectors.widened(ClassVectors.own(cosines, own), margin); // (n, 1)
    return ClassVectors.replaced(cosines, own, wider);
  }
}
