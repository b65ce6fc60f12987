package io.reflux.train;

import io.reflux.setting.Section;
import io.reflux.setting.Span;

/**
 * How the learning rate moves: a factor on every group's rate, as a pure function of the step. So a
 * resumed run needs no state for it.
 */
public interface Schedule {

  /**
   * The factor of one step.
   *
   * @param step steps taken before it, from 0
   * @param training how long the training is
   * @return what every group's rate is multiplied by in this step
   */
  double factor(long step, TrainingLength training);

  /** How long the rate rises at first, in front of all else. */
  default Span warmUp() {
    return Span.steps(0);
  }

  /** Reads {@code schedule { type, warm-up, … }}. */
  static Schedule read(Section section) {
    return Schedules.CATALOGUE.read(section);
  }
}
