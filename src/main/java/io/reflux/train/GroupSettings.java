package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * The learning rate and weight decay of one parameter group.
 *
 * @param learningRate the rate where the schedule's factor is 1
 * @param weightDecay the strength of the decay
 */
public record GroupSettings(double learningRate, double weightDecay) {

  /**
   * Reads {@code { lr or lr-scale, weight-decay }}; what is not written is taken from {@code base}.
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
    section.finish();
    return new GroupSettings(rate, decay);
  }
}
