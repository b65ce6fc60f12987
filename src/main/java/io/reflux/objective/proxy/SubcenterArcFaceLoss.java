package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * Sub-centre ArcFace: each class has several directions, of which the nearest counts, so that
 * outliers and wrong labels gather around directions of their own; the angle to the own class
 * counts as larger than it is.
 *
 * <p>With {@code c} the greatest cosine of embedding and a class's vectors (limited to ±(1 -
 * 1e-7)): the own class's {@code c} is replaced by {@code cos(acos(c) + margin)}, or where that
 * angle would be beyond π by {@code c - margin · sin(margin)}; softmax cross entropy of {@code
 * scale · c}.
 *
 * <p>Deng, Guo, Liu, Gong, Zafeiriou: Sub-center ArcFace, ECCV 2020. Defaults: the paper's.
 *
 * @param centers how many directions a class has
 * @param margin in radians
 * @param scale of the logits
 */
public record SubcenterArcFaceLoss(int centers, double margin, double scale) implements Objective {

  public static SubcenterArcFaceLoss read(Section section) {
    return new SubcenterArcFaceLoss(
        section.whole("centers", Range.atLeast(1)),
        section.number("margin", Range.between(0, Math.PI)),
        section.number("scale", Range.POSITIVE));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return ClassVectors.uniform(dimensions, centers);
  }

  @Override
  public Needs needs() {
    return ClassVectors.NEEDS;
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray all = ClassVectors.cosines(input, centers); // (n, classes · centers)
    Shape grouped = new Shape(all.getShape().get(0), all.getShape().get(1) / centers, centers);
    double most = 1 - (all.getDataType() == DataType.FLOAT64 ? 1e-7 : 1.2e-7);
    NDArray cosines = // (n, classes)
        all.reshape(grouped)
            .max(new int[] {2})
            .clip(Algebra.number(all, -most), Algebra.number(all, most));
    NDArray own = Softmax.targets(cosines, input.labels()); // (n, classes)
    NDArray c = ClassVectors.own(cosines, own); // (n, 1)
    NDArray shifted = Algebra.plus(c, -margin * Math.sin(margin));
    NDArray beyond = c.lt(Algebra.number(c, -Math.cos(margin)));
    NDArray wider = NDArrays.where(beyond, shifted, ClassVectors.widened(c, margin)); // (n, 1)
    NDArray logits = Algebra.times(ClassVectors.replaced(cosines, own, wider), scale);
    return Loss.of(Softmax.crossEntropy(logits, input.labels()));
  }
}
