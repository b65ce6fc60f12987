package io.reflux.intake;

/** Which part of an image will be looked at: the rest need not be decoded. Pure. */
@FunctionalInterface
public interface Wanted {
  /** All of it. */
  Wanted WHOLE = (width, height) -> new Box(0, 0, width, height);

  /** The part, of an image of this size, to whose pixels nothing outside of it contributes. */
  Box of(int width, int height);
}
