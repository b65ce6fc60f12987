package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * AdaFace: classification by class directions with a margin that follows the quality of an image,
 * for which the length of its embedding stands: hard images count where they are good, and easy
 * ones where they are bad. It is of no use to networks that end in {@code l2-norm}.
 *
 * <p>With {@code c} the cosines of embedding and class vectors (limited to ±(1 - 1e-3)), and {@code
 * q = [concentration · (length - mean) / (deviation + 1e-3)]} limited to ±1, where lengths are
 * limited to 1e-3 … 100, mean and deviation move by {@code update} towards those of each batch
 * before they are used, and nothing of this has a gradient: the own class's {@code c} is replaced
 * by {@code cos(acos(c) - margin · q) - margin · (1 + q)}, the angle limited to 1e-3 … π - 1e-3;
 * softmax cross entropy of {@code scale · c}.
 *
 * <p>Kim, Jain, Liu: AdaFace, CVPR 2022. Defaults and limits: its repository, where mean and
 * deviation begin at 20 and 100. A batch of one row, whose deviation isn't defined, moves the mean
 * only.
 *
 * @param margin how large the margin is at most
 * @param concentration h: how soon a length is extreme
 * @param scale of the logits
 * @param update how far mean and deviation of lengths move in each step, 0 to 1
 */
public record AdaFaceLoss(double margin, double concentration, double scale, double update)
    implements Objective {
  private static final String MEAN = "length-mean";
  private static final String DEVIATION = "length-deviation";
  private static final double EPS = 1e-3;
  private static final double LONGEST = 100;

  public static AdaFaceLoss read(Section section) {
    return new AdaFaceLoss(
        section.number("margin", Range.between(0, Math.PI / 2)),
        section.number("concentration", Range.POSITIVE),
        section.number("scale", Range.POSITIVE),
        section.number("update", Range.FRACTION));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return ClassVectors.uniform(dimensions, 1);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return Stream.of(
            new Trainable(MEAN, new long[] {1}, "", draws -> 20),
            new Trainable(DEVIATION, new long[] {1}, "", draws -> 100))
        .toList();
  }

  @Override
  public Needs needs() {
    return ClassVectors.NEEDS;
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray all = ClassVectors.cosines(input, 1);
    NDArray cosines = all.clip(Algebra.number(all, EPS - 1), Algebra.number(all, 1 - EPS));
    NDArray lengths = // (n, 1)
        RowVectors.lengths(Shapes.embeddings(input), true)
            .stopGradient()
            .clip(Algebra.number(all, EPS), Algebra.number(all, LONGEST));
    NDArray mean = moved(input.memory(MEAN), lengths.mean()); // (1)
    NDArray deviation = deviation(input.memory(DEVIATION), lengths); // (1)
    NDArray standard = lengths.sub(mean).div(Algebra.plus(deviation, EPS)); // (n, 1)
    NDArray quality = // (n, 1)
        Algebra.times(standard, concentration)
            .clip(Algebra.number(all, -1), Algebra.number(all, 1))
            .stopGradient();
    NDArray own = Softmax.targets(cosines, input.labels()); // (n, classes)
    NDArray angle = // (n, 1)
        ClassVectors.own(cosines, own)
            .acos()
            .sub(Algebra.times(quality, margin))
            .clip(Algebra.number(all, EPS), Algebra.number(all, Math.PI - EPS));
    NDArray other = angle.cos().sub(Algebra.times(Algebra.plus(quality, 1), margin));
    NDArray logits = Algebra.times(ClassVectors.replaced(cosines, own, other), scale);
    NDArray value = Softmax.crossEntropy(logits, input.labels());
    return new Loss(value, Map.of(), Map.of(MEAN, mean, DEVIATION, deviation));
  }

  private NDArray moved(NDArray known, NDArray batch) {
    return Algebra.times(known, 1 - update).add(Algebra.times(batch, update)).stopGradient();
  }

  /** The deviation after this batch, whose own has n - 1 in the denominator. */
  private NDArray deviation(NDArray known, NDArray lengths) {
    long n = lengths.getShape().get(0);
    if (n == 1) {
      return known.stopGradient();
    }
    NDArray squares = lengths.sub(lengths.mean()).square().sum();
    return moved(known, Algebra.times(squares, 1.0 / (n - 1)).sqrt());
  }
}
