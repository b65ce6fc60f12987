package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Pairs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;

/**
 * Cosine-preserving compression: a trained linear map takes the teacher's embeddings into the
 * student's size so that the cosines between them stay, and the student should point where the
 * compressed ones point. It needs no labels.
 *
 * <p>With cosines C of the teacher's rows and C' of the compressed ones {@code c = W t}: {@code
 * compression-weight} times the mean over pairs of different rows of {@code (C - C')²}, which
 * trains W alone, plus the mean over rows of {@code 1 - ⟨u(s), u(c)⟩}, which trains the student
 * alone.
 *
 * <p>After Mannix, Bondell: Faithful Label-free Knowledge Distillation (CosPress), 2024. There the
 * map is held to neighbourhoods under a von Mises-Fisher kernel; here to the cosines themselves. W
 * begins normal with deviation 1 / √(student's size), a random projection.
 *
 * @param compressionWeight the weight of the map's own loss
 */
public record CosPressLoss(double compressionWeight) implements RowRelations {
  private static final String MAP = "compression";

  public static CosPressLoss read(Section section) {
    return new CosPressLoss(section.number("compression-weight", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.NOTHING;
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    int size = dimensions.embeddingSize();
    double deviation = 1 / Math.sqrt((double) size);
    long[] shape = {size, dimensions.ofTeacher(LossInput.EMBEDDING)};
    return List.of(new Trainable(MAP, shape, MAP, draws -> deviation * draws.nextGaussian()));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray student = RowVectors.unit(Shapes.embeddings(input)); // (n, d)
    NDArray teacher = RowVectors.unit(Shapes.teacher(input)); // (n, d')
    NDArray map = input.parameter(MAP); // (d, d')
    long n = student.getShape().get(0);
    Shapes.shaped("parameters." + MAP, map, student.getShape().get(1), teacher.getShape().get(1));
    NDArray compressed = RowVectors.unit(RowVectors.products(teacher, map)); // (n, d)
    NDArray change = // (n, n)
        RowVectors.products(compressed, compressed).sub(RowVectors.products(teacher, teacher));
    NDArray others = change.square().mul(Pairs.offDiagonal(change)).sum();
    NDArray kept = Algebra.times(others, 1.0 / Math.max(1, n * (n - 1)));
    NDArray cosines = student.mul(compressed.stopGradient()).sum(new int[] {1}); // (n)
    NDArray followed = Algebra.plus(cosines.mean().neg(), 1);
    NDArray sum = followed.add(Algebra.times(kept, compressionWeight));
    return Loss.of(sum, Map.of("compression", kept, "regression", followed));
  }
}
