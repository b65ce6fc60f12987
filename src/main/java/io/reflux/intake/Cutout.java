package io.reflux.intake;

import java.util.Optional;

/**
 * What was decoded of an image: a part, or all of it.
 *
 * @param picture the part's pixels
 * @param left the image's column where the part begins
 * @param top the image's row where the part begins
 * @param width of the whole image, in pixels
 * @param height of the whole image, in pixels
 */
public record Cutout(Picture picture, int left, int top, int width, int height) implements Loaded {

  @Override
  public Optional<Cutout> part() {
    return Optional.of(this);
  }

  /** All of an image. */
  public static Cutout whole(Picture picture) {
    return new Cutout(picture, 0, 0, picture.width(), picture.height());
  }

  /** Where a part of the image lies in the pixels that are here. */
  public Box here(Box box) {
    return new Box(box.left() - left, box.top() - top, box.width(), box.height());
  }
}
