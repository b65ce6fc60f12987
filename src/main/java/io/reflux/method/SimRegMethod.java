package io.reflux.method;

import io.reflux.objective.transfer.NormalizedRegressionLoss;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SimReg as a method: a head of the student predicts the teacher's features.
 *
 * <p>Which views the two look at is the original's choice between its options {@code single_aug}
 * (the same view) and two views of an example, each drawn for itself. How weakly or strongly a view
 * is altered stands in the pipeline's {@code views}.
 */
final class SimRegMethod {
  private SimRegMethod() {}

  static Method read(Section section) {
    Map<String, ViewPairs> views = new LinkedHashMap<>();
    views.put("same", ViewPairs.ALL);
    views.put("other", ViewPairs.apart());
    NormalizedRegressionLoss objective =
        new NormalizedRegressionLoss(
            section.text("student-output"), section.text("teacher-output"));
    WeightedLoss term = new WeightedLoss("simreg", objective, Mining.NONE, 1);
    ViewPairs pairs = section.oneOf("teacher-view", views);
    return new ComposedMethod(
        new WeightedObjectives(List.of(term)), ComposedMethod.Extras.NONE.seeing(pairs));
  }
}
