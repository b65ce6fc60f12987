package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rate is multiplied by gamma at each milestone: gamma^#{milestones &lt;= t}.
 *
 * <p>Defaults: S2SD and DiVA (milestone 1000, gamma 0.3).
 *
 * @param milestones when, in any order; one that is named twice counts twice
 * @param unit of the milestones and of t
 * @param gamma what each milestone leaves
 */
record MultiStepDecay(List<Integer> milestones, Span.Unit unit, double gamma) implements Schedule {
  private static final Map<String, Span.Unit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("epochs", Span.Unit.EPOCHS);
    UNITS.put("steps", Span.Unit.STEPS);
  }

  static MultiStepDecay read(Section section) {
    return new MultiStepDecay(
        section.wholes("milestones", Range.NOT_NEGATIVE),
        section.oneOf("unit", UNITS),
        section.number("gamma", Range.NOT_NEGATIVE));
  }

  @Override
  public double factor(long step, TrainingLength training) {
    long now = training.elapsed(step, unit);
    return Math.pow(gamma, (double) milestones.stream().filter(each -> each <= now).count());
  }
}
