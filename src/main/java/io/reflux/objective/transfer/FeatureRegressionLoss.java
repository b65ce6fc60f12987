package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Feature regression: the student's vector, through {@code projection}, should be the teacher's. It
 * needs no labels.
 *
 * <p>For predictions p and targets t: {@code cosine} times the mean over rows of {@code 1 - ⟨u(p),
 * u(t)⟩}, plus {@code smooth-l1} times the mean over all components of Huber's loss of {@code p -
 * t} with threshold 1, plus {@code mse} times the mean of {@code (p - t)²}.
 *
 * <p>With {@code standardized} the targets are {@code (t - mean) / √(the mean variance of
 * components)}, mean and variance over all rows so far, this batch included, and kept in
 * checkpoints: teachers of any scale then count alike, and no component is blown up, which is what
 * PHI-S is for. PHI-S also turns the space so that all components vary alike; cosine and mse don't
 * see that.
 *
 * <p>Shang, Schmeckpeper, May et al.: Theia, CoRL 2024 (cosine 0.9, smooth-l1 0.1); Ranzinger,
 * Heinrich, Kautz, Molchanov: AM-RADIO, CVPR 2024; Ranzinger, Barker, Heinrich, Molchanov,
 * Catanzaro, Tao: PHI-S, 2024.
 *
 * @param outputs what predicts, and what is predicted
 * @param cosine the weight of directions
 * @param smoothL1 the weight of Huber's loss
 * @param mse the weight of squares
 * @param standardized whether the targets are standardized
 */
public record FeatureRegressionLoss(
    Aligned outputs, double cosine, double smoothL1, double mse, boolean standardized)
    implements Objective {
  private static final String ROWS = "rows";
  private static final String SUM = "sum";
  private static final String SQUARES = "squares";

  public static FeatureRegressionLoss read(Section section) {
    FeatureRegressionLoss loss =
        new FeatureRegressionLoss(
            Aligned.read(section),
            section.number("cosine", Range.NOT_NEGATIVE),
            section.number("smooth-l1", Range.NOT_NEGATIVE),
            section.number("mse", Range.NOT_NEGATIVE),
            section.flag("standardized"));
    if (loss.cosine + loss.smoothL1 + loss.mse == 0) {
      section.refuse("mse", "> 0, where cosine and smooth-l1 are 0");
    }
    return loss;
  }

  @Override
  public Set<String> studentOutputs() {
    return outputs.studentOutputs();
  }

  @Override
  public Set<String> teacherOutputs() {
    return outputs.teacherOutputs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return outputs.trainables(dimensions);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    if (!standardized) {
      return List.of();
    }
    long[] size = {outputs.teacherSize(dimensions)};
    return List.of(
        new Trainable(ROWS, new long[] {1}, "", draws -> 0),
        new Trainable(SUM, size, "", draws -> 0),
        new Trainable(SQUARES, size, "", draws -> 0));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray teacher = outputs.ofTeacher(input).stopGradient(); // (n, d')
    NDArray prediction = outputs.ofStudent(input); // (n, d')
    Shapes.shaped("student." + outputs.student(), prediction, teacher.getShape().getShape());
    Map<String, NDArray> memories = new HashMap<>();
    NDArray target = standardized ? standardized(input, teacher, memories) : teacher;
    Map<String, NDArray> parts = new HashMap<>();
    NDArray sum = Algebra.nothing(prediction);
    for (Term term : terms()) {
      if (term.weight > 0) {
        NDArray part = term.value.apply(prediction, target);
        parts.put(term.name, part);
        sum = sum.add(Algebra.times(part, term.weight));
      }
    }
    return new Loss(sum, parts, memories);
  }

  /** A part of the sum, of predictions and targets. */
  private record Term(String name, double weight, BinaryOperator<NDArray> value) {}

  private List<Term> terms() {
    return List.of(
        new Term("cosine", cosine, (p, t) -> Algebra.plus(cosines(p, t).mean().neg(), 1)),
        new Term("smooth-l1", smoothL1, (p, t) -> Algebra.smoothL1(p.sub(t)).mean()),
        new Term("mse", mse, (p, t) -> p.sub(t).square().mean()));
  }

  private static NDArray cosines(NDArray predictions, NDArray targets) {
    NDArray products = RowVectors.unit(predictions).mul(RowVectors.unit(targets)); // (n, d')
    return products.sum(new int[] {1});
  }

  private static NDArray standardized(
      LossInput input, NDArray teacher, Map<String, NDArray> memories) {
    NDArray rows = Algebra.plus(input.memory(ROWS), (double) teacher.getShape().get(0)); // (1)
    NDArray sum = input.memory(SUM).add(teacher.sum(new int[] {0})); // (d')
    NDArray squares = input.memory(SQUARES).add(teacher.square().sum(new int[] {0})); // (d')
    memories.put(ROWS, rows);
    memories.put(SUM, sum);
    memories.put(SQUARES, squares);
    NDArray mean = sum.div(rows); // (d')
    NDArray variance = squares.div(rows).sub(mean.square()).mean();
    double least = 1e-6;
    NDArray scale = Algebra.reciprocalOrZero(Algebra.rootOrZero(variance, least * least));
    return teacher.sub(mean).mul(scale);
  }
}
