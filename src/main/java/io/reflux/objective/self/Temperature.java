package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * What the logits of a softmax are divided by.
 *
 * @param start the smaller, the sharper; where a trained one starts
 * @param trained true if it is trained, within 1e-8 … 1e4
 */
record Temperature(double start, boolean trained) {
  private static final String NAME = "temperature";

  static Temperature read(Section section) {
    return new Temperature(
        section.number(NAME, Range.POSITIVE), section.flag("trainable-temperature"));
  }

  /** Itself, if it is trained. */
  List<Trainable> trainables() {
    return trained ? List.of(new Trainable(NAME, new long[0], NAME, draws -> start)) : List.of();
  }

  /** Its value now, a scalar of the element type of the embeddings. */
  NDArray value(LossInput input) {
    if (!trained) {
      return Algebra.scalar(input.embeddings(), start);
    }
    NDArray t = input.parameter(NAME);
    return t.clip(Algebra.number(t, 1e-8), Algebra.number(t, 1e4));
  }
}
