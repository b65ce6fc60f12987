package io.reflux.dataset;

/**
 * The part of an image that shows what its label says: whole pixels, from the upper left corner.
 *
 * @param left the first column
 * @param top the first row
 * @param right the column after the last; more than {@code left}
 * @param bottom the row after the last; more than {@code top}
 */
public record Region(int left, int top, int right, int bottom) {
  /** Checks that there is a pixel in it. */
  public Region {
    if (left < 0 || top < 0 || right <= left || bottom <= top) {
      throw new IllegalArgumentException(
          "region: %d, %d to %d, %d (expected: from 0, and a pixel at least)"
              .formatted(left, top, right, bottom));
    }
  }

  /** The region as the end of a name. */
  String suffix() {
    return "[%d,%d,%d,%d]".formatted(left, top, right, bottom);
  }
}
