package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;

/**
 * The rate is multiplied by gamma once every so many epochs or steps: gamma^floor(t / every).
 *
 * <p>Defaults: LabelRelaxation's {@code train_source.py} (10 epochs, 0.5).
 *
 * @param every the stretch between two cuts; its unit is the unit of t
 * @param gamma what each cut leaves
 */
record StepDecay(Span every, double gamma) implements Schedule {

  static StepDecay read(Section section) {
    Span every = section.span("every");
    if (every.count() == 0) {
      section.refuse("every", "at least 1 epoch or 1 step");
      every = Span.epochs(1);
    }
    return new StepDecay(every, section.number("gamma", Range.NOT_NEGATIVE));
  }

  @Override
  public double factor(long step, TrainingLength training) {
    long cuts = training.elapsed(step, every.unit()) / every.count();
    return Math.pow(gamma, (double) cuts);
  }
}
