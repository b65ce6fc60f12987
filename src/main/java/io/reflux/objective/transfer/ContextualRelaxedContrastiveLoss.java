package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.PairwiseDistances;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Map;
import java.util.Set;

/**
 * Relaxed contrast whose labels are a teacher's similarities in their context: two rows are alike
 * if they are near, and if they have the same neighbours. It needs no labels; by the method {@code
 * stml} the teacher is a network that follows the student.
 *
 * <p>With the teacher's features on the unit sphere and {@link Neighbourhoods} of them: {@code w =
 * (exp(-T² / sigma) + context) / 2}. The loss is half of the relaxed contrast of {@link
 * RelaxedContrastiveLoss} of the student's embeddings and half of that of its features, and the
 * divergence of {@code softmax(-R)} of embeddings from that of features, which has no gradient
 * there: the mean over rows of {@code Σ p (log p - log q)}. 0 for one row.
 *
 * <p>Kim, Kim, Cho, Kwak: Self-Taught Metric Learning without Labels, CVPR 2022, whose settings
 * these are. There a linear layer of its own stands between the features and what is compared.
 *
 * @param neighbours how many nearest rows, itself among them, are a row's neighbourhood
 * @param sigma how fast a teacher's distance turns a positive into a negative
 * @param delta the margin, in units of the mean distance
 */
public record ContextualRelaxedContrastiveLoss(int neighbours, double sigma, double delta)
    implements Objective {

  public static ContextualRelaxedContrastiveLoss read(Section section) {
    return new ContextualRelaxedContrastiveLoss(
        section.whole("neighbours", Range.atLeast(2)),
        section.number("sigma", Range.POSITIVE),
        section.number("delta", Range.POSITIVE));
  }

  @Override
  public Set<String> studentOutputs() {
    return Set.of(LossInput.EMBEDDING, LossInput.FEATURES);
  }

  @Override
  public Set<String> teacherOutputs() {
    return Set.of(LossInput.FEATURES);
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.rows(3));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray embeddings = Shapes.embeddings(input); // (n, d)
    NDArray features = input.studentOutput(LossInput.FEATURES); // (n, f)
    NDArray teacher = input.teacherOutput(LossInput.FEATURES).stopGradient(); // (n, f')
    Shapes.sameRows("student.features", features, "student.embedding", embeddings);
    Shapes.sameRows("teacher.features", teacher, "student.embedding", embeddings);
    if (embeddings.getShape().get(0) == 1) {
      return Loss.of(Algebra.nothing(embeddings).add(Algebra.nothing(features)));
    }
    NDArray labels = labels(RowVectors.unit(teacher)); // (n, n)
    NDArray near = Relaxed.distances(embeddings); // (n, n)
    NDArray wide = Relaxed.distances(features); // (n, n)
    NDArray contrast =
        Algebra.times(
            Relaxed.contrast(near, labels, delta).add(Relaxed.contrast(wide, labels, delta)), 0.5);
    NDArray divergence = Softmax.divergence(wide.neg(), near.neg());
    return Loss.of(
        contrast.add(divergence), Map.of("contrast", contrast, "divergence", divergence));
  }

  /** How much each pair counts as a positive, (n, n). */
  private NDArray labels(NDArray teacher) {
    NDArray squares = PairwiseDistances.squared(teacher); // (n, n)
    int n = Math.toIntExact(squares.getShape().get(0));
    float[] host = HostTensor.copyOf(squares).to(ElementType.FLOAT32).floats();
    float[] context = Neighbourhoods.of(host, n, neighbours).context();
    NDArray shared = squares.getManager().create(context, new Shape(n, n));
    NDArray pairwise = Algebra.times(squares, -1 / sigma).exp();
    return Algebra.times(pairwise.add(Algebra.weights(shared, squares)), 0.5);
  }
}
