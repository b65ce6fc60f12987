package io.reflux.train;

import io.reflux.setting.Catalogue;
import io.reflux.setting.Section;
import java.util.function.Function;

/** The learning rate schedules by name. Each takes a warm-up. */
public final class Schedules {
  /** {@code schedule.type} and what it reads. */
  public static final Catalogue<Schedule> CATALOGUE =
      new Catalogue<Schedule>("schedule")
          .with("constant", warm(section -> (step, training) -> 1))
          .with("step", warm(StepDecay::read))
          .with("multi-step", warm(MultiStepDecay::read))
          .with("cosine", warm(CosineDecay::read));

  private Schedules() {}

  private static Function<Section, Schedule> warm(Function<Section, Schedule> reader) {
    return section -> new WarmUp(section.span("warm-up"), reader.apply(section));
  }
}
