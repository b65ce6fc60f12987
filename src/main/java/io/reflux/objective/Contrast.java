package io.reflux.objective;

import ai.djl.ndarray.NDArray;

/** What the losses against a queue of keys have in common. */
final class Contrast {
  /** The name of the setting and of the trainable. */
  static final String TEMPERATURE = "temperature";

  private Contrast() {}

  /** A trained temperature. */
  static Trainable trained(double start) {
    return new Trainable(TEMPERATURE, new long[0], TEMPERATURE, draws -> start);
  }

  /** The trained temperature of an input, limited to 1e-8 … 1e4. */
  static NDArray trained(LossInput input) {
    NDArray t = input.parameter(TEMPERATURE);
    return t.clip(Algebra.number(t, 1e-8), Algebra.number(t, 1e4));
  }

  /** The keys of a batch, one for each query and of its size. */
  static NDArray keys(LossInput input, NDArray query) {
    NDArray keys = input.teacherEmbeddings();
    return Shapes.shaped("teacher.embedding", keys, query.getShape().getShape()).stopGradient();
  }
}
