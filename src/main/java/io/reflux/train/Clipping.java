package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Bounds put on gradients before a step; 0 means no bound.
 *
 * @param value every element is brought into [-value, value] first
 * @param norm then all gradients of all groups are scaled together so that their euclidean norm is
 *     at most this
 */
public record Clipping(double value, double norm) {
  /** No bounds. */
  public static final Clipping NONE = new Clipping(0, 0);

  static Clipping read(Section section) {
    return new Clipping(
        section.number("clip-gradient-value", Range.NOT_NEGATIVE),
        section.number("clip-gradient-norm", Range.NOT_NEGATIVE));
  }
}
