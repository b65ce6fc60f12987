package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.FittedAxes;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.InputException;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plain way to a smaller embedding: the teacher's is taken along its first principal axes, as
 * many as the student has components, and the student should say the same. It needs no labels.
 *
 * <p>With the teacher's mean m and axes A over the training images, found once before the first
 * step, the target is {@code A (t - m)}, each component divided by its deviation where {@code
 * whitened}. The loss is {@code cosine} times the mean over rows of {@code 1 - ⟨u(s), u(target)⟩},
 * plus {@code mse} times the mean over all components of {@code (s - target)²}.
 *
 * <p>Principal axes as a baseline of compressed descriptors: Jégou, Chum: Negative evidences and
 * co-occurences in image retrieval, ECCV 2012. Whoever learns the compression instead is {@code
 * cos-press}.
 *
 * @param whitened whether all components vary alike
 * @param cosine the weight of directions
 * @param mse the weight of squares
 */
public record PrincipalAxesLoss(boolean whitened, double cosine, double mse)
    implements RowRelations {
  private static final String AXES = "axes";

  public static PrincipalAxesLoss read(Section section) {
    PrincipalAxesLoss loss =
        new PrincipalAxesLoss(
            section.flag("whitened"),
            section.number("cosine", Range.NOT_NEGATIVE),
            section.number("mse", Range.NOT_NEGATIVE));
    if (loss.cosine + loss.mse == 0) {
      section.refuse("mse", "> 0, where cosine is 0");
    }
    return loss;
  }

  @Override
  public Needs needs() {
    return Needs.NOTHING;
  }

  @Override
  public List<FittedAxes> fittedAxes() {
    return List.of(new FittedAxes(AXES, LossInput.EMBEDDING, whitened));
  }

  /** The mean, and the axes below it; until they are found, a random projection. */
  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    int teacher = dimensions.ofTeacher(LossInput.EMBEDDING);
    int size = dimensions.embeddingSize();
    if (teacher < size) {
      throw new InputException(
          "teacher.embedding: "
              + teacher
              + " components (expected: at least the student's "
              + size
              + ")");
    }
    double deviation = 1 / Math.sqrt((double) size);
    long[] shape = {size + 1L, teacher};
    return List.of(new Trainable(AXES, shape, "", draws -> deviation * draws.nextGaussian()));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray student = Shapes.embeddings(input); // (n, d)
    NDArray teacher = Shapes.teacher(input).stopGradient(); // (n, d')
    NDArray fitted = input.memory(AXES); // (d + 1, d')
    long size = student.getShape().get(1);
    Shapes.shaped("memories." + AXES, fitted, size + 1, teacher.getShape().get(1));
    NDArray target = // (n, d)
        RowVectors.products(teacher.sub(fitted.get("0:1")), fitted.get("1:"));
    Map<String, NDArray> parts = new LinkedHashMap<>();
    NDArray sum = Algebra.nothing(student);
    if (cosine > 0) {
      NDArray cosines = // (n)
          RowVectors.unit(student).mul(RowVectors.unit(target)).sum(new int[] {1});
      NDArray part = Algebra.plus(cosines.mean().neg(), 1);
      parts.put("cosine", part);
      sum = sum.add(Algebra.times(part, cosine));
    }
    if (mse > 0) {
      NDArray part = student.sub(target).square().mean();
      parts.put("mse", part);
      sum = sum.add(Algebra.times(part, mse));
    }
    return Loss.of(sum, parts);
  }
}
