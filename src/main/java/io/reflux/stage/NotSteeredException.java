package io.reflux.stage;

import java.io.Serial;

/** A run can't do what a {@link Steering} asks of it, now or at all; the message says why. */
public final class NotSteeredException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** A refusal with its sentence. */
  public NotSteeredException(String sentence) {
    super(sentence);
  }
}
