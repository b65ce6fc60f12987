package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;

/**
 * The learning rate and weight decay of one parameter group, and how long it stands still.
 *
 * @param learningRate the rate where the schedule's factor is 1
 * @param weightDecay the strength of the decay
 * @param frozen so long the group gets no update at all: no step, no decay, nothing remembered.
 *     Batch norm in it goes on gathering statistics unless the network freezes them, as in the
 *     original (LabelRelaxation's {@code --warm}, which takes gradients away, not training mode)
 */
public record GroupSettings(double learningRate, double weightDecay, Span frozen) {

  /** A group that is updated from the first step on. */
  public GroupSettings(double learningRate, double weightDecay) {
    this(learningRate, weightDecay, Span.steps(0));
  }

  /**
   * Reads {@code { lr or lr-scale, weight-decay, frozen }}; what is not written is taken from
   * {@code base}.
   */
  static GroupSettings read(Section section, GroupSettings base) {
    double rate = base.learningRate;
    if (section.has("lr")) {
      rate = section.number("lr", Range.NOT_NEGATIVE);
    }
    if (section.has("lr-scale")) {
      rate = base.learningRate * section.number("lr-scale", Range.NOT_NEGATIVE);
      if (section.has("lr")) {
        section.refuse("lr-scale", "either lr or lr-scale, not both");
      }
    }
    double decay =
        section.has("weight-decay")
            ? section.number("weight-decay", Range.NOT_NEGATIVE)
            : base.weightDecay;
    Span frozen = section.has("frozen") ? section.span("frozen") : base.frozen;
    section.finish();
    return new GroupSettings(rate, decay, frozen);
  }
}
