package io.reflux.intake;

/** How PIL lays inks on paper: no profile, and the arithmetic of whole numbers. */
final class Inks {
  private Inks() {}

  /**
   * One colour of a pixel.
   *
   * @param ink cyan for red, magenta for green, yellow for blue; 0 to 255
   * @param paper what black leaves of the light: 255 less black
   */
  static byte colour(int ink, int paper) {
    int product = ink * paper + 128;
    int value = paper - ((product + (product >> 8)) >> 8);
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
