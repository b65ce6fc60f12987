package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Triplets;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Triplet loss over mined triplets and squared distances.
 *
 * <p>The mean over all triplets, satisfied ones included, of {@code [|x_a - x_p|² - |x_a - x_n|² +
 * margin]₊}. {@code triplet-margin} is the other form, over distances on the unit sphere.
 *
 * <p>Schroff, Kalenichenko, Philbin: FaceNet, CVPR 2015. Default: the S2SD repository.
 *
 * @param margin by how much the negative's squared distance should exceed the positive's
 */
public record TripletLoss(double margin) implements TripletObjective {

  public static TripletLoss read(Section section) {
    return new TripletLoss(section.number("margin", Range.NOT_NEGATIVE));
  }

  @Override
  public NDArray value(NDArray x, Triplets triplets, int[] labels) {
    NDArray anchors = triplets.vectors(x, 0); // (t, d)
    NDArray near = squared(anchors, triplets.vectors(x, 1)); // (t)
    NDArray far = squared(anchors, triplets.vectors(x, 2)); // (t)
    return Algebra.positivePart(Algebra.plus(near.sub(far), margin)).mean();
  }

  private static NDArray squared(NDArray x, NDArray y) {
    return x.sub(y).square().sum(new int[] {1});
  }
}
