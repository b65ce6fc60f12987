package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.MapShapes;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.setting.Section;
import java.util.Set;

/**
 * Token similarity: the places of an image should be as similar to each other for the student as
 * they are for the teacher. For transformers, whose patch tokens are {@code map1}, and for feature
 * maps of as many places; channels may differ, and no labels are needed.
 *
 * <p>With the cosines of all pairs of places of one image, (places, places): the mean over images
 * and pairs of {@code (student's - teacher's)²}.
 *
 * <p>Liu, Chen, Liu, Qin, Luo, Wang: Structured Knowledge Distillation for Semantic Segmentation,
 * CVPR 2019 (its pair-wise distillation, over tokens).
 *
 * @param studentOutput the student's map
 * @param teacherOutput the teacher's map, of as many places
 */
public record TokenSimilarityLoss(String studentOutput, String teacherOutput) implements Objective {

  public static TokenSimilarityLoss read(Section section) {
    return new TokenSimilarityLoss(section.text("student-output"), section.text("teacher-output"));
  }

  @Override
  public Set<String> studentOutputs() {
    return Set.of(studentOutput);
  }

  @Override
  public Set<String> teacherOutputs() {
    return Set.of(teacherOutput);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray student = MapShapes.student(input, studentOutput); // (n, c, h, w)
    NDArray teacher = MapShapes.teacher(input, teacherOutput, studentOutput); // (n, c', h, w)
    return Loss.of(cosines(student).sub(cosines(teacher)).square().mean());
  }

  /** Between the places of each image, (n, h w, h w). */
  private static NDArray cosines(NDArray map) {
    Shape shape = map.getShape();
    long n = shape.get(0);
    long channels = shape.get(1);
    long places = shape.get(2) * shape.get(3);
    NDArray rows = // (n h w, c)
        map.reshape(new Shape(n, channels, places))
            .transpose(0, 2, 1)
            .reshape(new Shape(n * places, channels));
    NDArray tokens = RowVectors.unit(rows).reshape(new Shape(n, places, channels));
    return tokens.matMul(tokens.transpose(0, 2, 1));
  }
}
