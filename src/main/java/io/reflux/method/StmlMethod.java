package io.reflux.method;

import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * STML (Kim, Kim, Cho, Kwak: Self-Taught Metric Learning without Labels, CVPR 2022): the teacher is
 * a network that follows the student, and whose features say what belongs together.
 */
final class StmlMethod {
  /** Which view the teacher looks at. */
  private enum TeacherView {
    SAME,
    OTHER
  }

  private StmlMethod() {}

  static Method read(Section section) {
    Section own = section.section("objective");
    int problemsBefore = section.problemsSoFar();
    Objective objective = Objectives.CATALOGUE.read(own);
    boolean fits = Set.of(LossInput.FEATURES).equals(objective.teacherOutputs());
    if (!fits && section.problemsSoFar() == problemsBefore) {
      own.refuse("type", "a loss that reads the teacher's features");
    }
    int view = section.oneOf("teacher-view", TeacherView.class) == TeacherView.SAME ? 0 : 1;
    Momentum network =
        new Momentum(
            section.number("momentum", Range.FRACTION),
            Set.of(LossInput.FEATURES),
            view,
            section.flag("batch-statistics"),
            false);
    OutputMapping keys =
        new OutputMapping(
            Map.of(), Map.of(LossInput.FEATURES, List.of(Momentum.PREFIX + LossInput.FEATURES)));
    WeightedLoss term = new WeightedLoss("stml", objective, 1).reading(keys);
    return new ComposedMethod(
        new WeightedObjectives(List.of(term)),
        new ComposedMethod.Extras(
            new ViewPairs(List.of(0), List.of()),
            OptionalInt.empty(),
            Optional.of(network),
            Optional.empty(),
            Optional.empty(),
            Weightings.NONE));
  }
}
