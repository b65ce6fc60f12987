package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;
import java.util.Optional;

/**
 * The rate follows half a cosine: floor + (1 - floor) (1 + cos(pi t / T)) / 2.
 *
 * <p>Past T it climbs again, with period 2T, as torch's CosineAnnealingLR does. SimReg's {@code
 * adjust_learning_rate}, which counts epochs from 1 and takes one off, is this with T in epochs.
 * (Loshchilov, Hutter: SGDR, ICLR 2017.)
 *
 * @param period T, whose unit is the unit of t; empty for the whole training, in epochs
 * @param floor the factor reached at T
 */
record CosineDecay(Optional<Span> period, double floor) implements Schedule {
  private static final String WHOLE = "all";

  static CosineDecay read(Section section) {
    double floor = section.number("floor", Range.FRACTION);
    if (section.text("period").equals(WHOLE)) {
      return new CosineDecay(Optional.empty(), floor);
    }
    Span period = section.span("period");
    if (period.count() == 0) {
      section.refuse("period", "at least 1 epoch or 1 step");
      period = Span.epochs(1);
    }
    return new CosineDecay(Optional.of(period), floor);
  }

  @Override
  public double factor(long step, TrainingLength training) {
    Span span = period.orElseGet(training::whole);
    double t = training.elapsed(step, span.unit());
    return floor + (1 - floor) * (1 + Math.cos(Math.PI * t / span.count())) / 2;
  }
}
