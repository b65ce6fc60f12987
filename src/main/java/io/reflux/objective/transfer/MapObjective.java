package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.GivenGradient;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import java.util.List;
import java.util.Set;

/**
 * A loss over feature maps that student and teacher both have: the mean squared difference of what
 * is compared of each, summed over the outputs.
 */
interface MapObjective extends Objective {

  /** The outputs that student and teacher both have; at least one. */
  List<String> outputs();

  /** What is compared of the student's output, n rows of it. */
  NDArray ofStudent(LossInput input, String output);

  /** What is compared of the teacher's output, in the same shape. */
  NDArray ofTeacher(LossInput input, String output);

  @Override
  default Set<String> studentOutputs() {
    return Set.copyOf(outputs());
  }

  @Override
  default Set<String> teacherOutputs() {
    return Set.copyOf(outputs());
  }

  @Override
  default Loss loss(LossInput input) {
    return Loss.of(
        outputs().stream()
            .map(each -> GivenGradient.meanSquare(ofStudent(input, each), ofTeacher(input, each)))
            .reduce(NDArray::add)
            .orElseThrow());
  }
}
