package io.reflux.train;

/** A loss that is not a finite number: the run must not go on from here. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The loss of a step, with its parts for the message. */
  public NotFiniteException(long step, double loss, String parts) {
    super("step " + step + ": loss: " + loss + parts + " (expected: a finite number)");
  }
}
