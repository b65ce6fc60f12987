package io.reflux.intake;

/**
 * A part of an image.
 *
 * @param left the first column
 * @param top the first row
 * @param width how many columns
 * @param height how many rows
 */
public record Box(int left, int top, int width, int height) {

  /** The smallest part that holds this one and another. */
  public Box and(Box other) {
    int x = Math.min(left, other.left);
    int y = Math.min(top, other.top);
    int right = Math.max(left + width, other.left + other.width);
    int bottom = Math.max(top + height, other.top + other.height);
    return new Box(x, y, right - x, bottom - y);
  }
}
