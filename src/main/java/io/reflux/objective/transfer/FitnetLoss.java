package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.MapShapes;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.Section;
import java.util.List;

/**
 * FitNet hints: the student's feature maps, seen through a trained 1×1 convolution, should be the
 * teacher's.
 *
 * <p>For each output, the mean of all squared differences between the teacher's map and the
 * student's map under {@code transform.<output>} (c', c, 1, 1), which has no bias; summed over the
 * outputs. A vector counts as a map of one place.
 *
 * <p>Romero, Ballas, Kahou, Chassang, Gatta, Bengio: FitNets, ICLR 2015. Defaults: the
 * LabelRelaxation repository (four stages; the convolution starts uniform in ±0.005).
 *
 * @param outputs the outputs that student and teacher both have
 */
public record FitnetLoss(List<String> outputs) implements MapObjective {
  private static final String TRANSFORM = "transform.";
  private static final double START = 0.005;

  /** Up to so many places a product of matrices takes half the time that a convolution does. */
  private static final int FEW = 4;

  public static FitnetLoss read(Section section) {
    return new FitnetLoss(section.texts("outputs"));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return outputs.stream()
        .map(
            output -> {
              long from = MapShapes.channels(output, dimensions.student().get(output));
              long to = MapShapes.channels(output, dimensions.teacher().get(output));
              long[] shape = {to, from, 1, 1};
              return new Trainable(
                  TRANSFORM + output, shape, "transform", draws -> draws.uniform(-START, START));
            })
        .toList();
  }

  @Override
  public NDArray ofStudent(LossInput input, String output) {
    NDArray student = MapShapes.student(input, output); // (n, c, h, w)
    NDArray teacher = MapShapes.teacher(input, output); // (n, c', h, w)
    NDArray transform = input.parameter(TRANSFORM + output);
    Shapes.shaped(
        "parameters." + TRANSFORM + output,
        transform,
        teacher.getShape().get(1),
        student.getShape().get(1),
        1,
        1);
    Shape maps = student.getShape();
    long places = maps.get(2) * maps.get(3);
    if (places > FEW) {
      return Conv2d.conv2d(student, transform).singletonOrThrow(); // (n, c', h, w)
    }
    NDArray vectors = student.reshape(new Shape(maps.get(0), maps.get(1), places)); // (n, c, h w)
    NDArray weights = transform.reshape(teacher.getShape().get(1), maps.get(1)); // (c', c)
    return weights.matMul(vectors).reshape(teacher.getShape()); // (n, c', h, w)
  }

  @Override
  public NDArray ofTeacher(LossInput input, String output) {
    return MapShapes.teacher(input, output); // (n, c', h, w)
  }
}
