package io.reflux.method;

import io.reflux.objective.transfer.NormalizedRegressionLoss;
import io.reflux.setting.Section;
import java.util.List;

/**
 * SimReg as a method: a head of the student predicts the teacher's features.
 *
 * <p>Which views the two look at is the original's choice between its options {@code single_aug}
 * (the same view) and two views of an example, each drawn for itself. How weakly or strongly a view
 * is altered stands in the pipeline's {@code views}.
 */
final class SimRegMethod {
  /** Which view the teacher looks at. */
  private enum TeacherView {
    SAME,
    OTHER
  }

  private SimRegMethod() {}

  static Method read(Section section) {
    NormalizedRegressionLoss objective =
        new NormalizedRegressionLoss(
            section.text("student-output"), section.text("teacher-output"));
    WeightedLoss term = new WeightedLoss("simreg", objective, 1);
    boolean same = section.oneOf("teacher-view", TeacherView.class) == TeacherView.SAME;
    ViewPairs pairs = same ? ViewPairs.ALL : ViewPairs.apart();
    return new ComposedMethod(
        new WeightedObjectives(List.of(term)), ComposedMethod.Extras.NONE.seeing(pairs));
  }
}
