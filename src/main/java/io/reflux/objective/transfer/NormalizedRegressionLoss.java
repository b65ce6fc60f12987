package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import java.util.Set;

/**
 * SimReg: the student's prediction should point where the teacher's feature points.
 *
 * <p>The mean over rows of {@code 2 - 2 ⟨u(prediction), u(target)⟩}, the squared distance of the
 * unit vectors. A zero vector counts 2, with a gradient of 0.
 *
 * <p>Navaneet, Koohpayegani, Tejankar, Pirsiavash: SimReg, BMVC 2021. Its option {@code mse_nonorm}
 * changes nothing, and is left out.
 *
 * @param studentOutput the student's output that predicts
 * @param teacherOutput the teacher's output to be predicted, of the same size
 */
public record NormalizedRegressionLoss(String studentOutput, String teacherOutput)
    implements Objective {

  public static NormalizedRegressionLoss read(Section section) {
    return new NormalizedRegressionLoss(
        section.text("student-output"), section.text("teacher-output"));
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
    String name = "student." + studentOutput;
    NDArray query = Shapes.matrix(name, input.studentOutput(studentOutput)); // (n, d)
    NDArray target = input.teacherOutput(teacherOutput); // (n, d)
    Shapes.sameRows("teacher." + teacherOutput, target, name, query);
    if (!target.getShape().equals(query.getShape())) {
      throw new InputException(
          "teacher."
              + teacherOutput
              + ": shape "
              + target.getShape()
              + " (expected: "
              + query.getShape()
              + ", as "
              + name
              + ")");
    }
    NDArray cosines = RowVectors.unit(query).mul(RowVectors.unit(target)).sum(new int[] {1}); // (n)
    return Loss.of(Algebra.plus(Algebra.times(cosines.mean(), -2), 2));
  }
}
