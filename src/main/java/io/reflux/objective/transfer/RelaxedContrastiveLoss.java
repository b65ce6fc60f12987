package io.reflux.objective.transfer;

import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Relaxed contrastive loss: pairs that the teacher finds close are pulled together, the others
 * pushed apart up to a margin, each as strongly as the teacher's distance says.
 *
 * <p>With {@code T} the distances between the teacher's embeddings on the unit sphere, {@code w =
 * exp(-T² / sigma)}, and {@code R} the student's distances, each row divided by its mean: {@code
 * 1/n Σ_{i≠j} w R² + (1 - w) [delta - R]₊²}. The gradient flows through the row means; a student's
 * embeddings need no normalisation.
 *
 * <p>Kim, Kim, Cho, Kwak: Embedding Transfer with Label Relaxation for Improved Metric Learning,
 * CVPR 2021. Defaults: its repository.
 *
 * @param sigma how fast a teacher's distance turns a positive into a negative
 * @param delta the margin, in units of the mean distance
 */
public record RelaxedContrastiveLoss(double sigma, double delta) implements RowRelations {

  public static RelaxedContrastiveLoss read(Section section) {
    return new RelaxedContrastiveLoss(
        section.number("sigma", Range.POSITIVE), section.number("delta", Range.POSITIVE));
  }

  @Override
  public Loss loss(LossInput input) {
    return RowRelations.compared(
        input,
        (x, teacher) ->
            Relaxed.contrast(Relaxed.distances(x), Relaxed.weights(teacher, sigma), delta));
  }
}
