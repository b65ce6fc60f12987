package io.reflux.intake;

import io.reflux.dataset.Region;
import java.util.Optional;

/**
 * The reading of an example that is a part of its image: whoever asks sees that part as if it were
 * the image. What reaches beyond the image is cut off.
 *
 * @param region the part; empty for the whole image
 * @param wanted what will be looked at of the part
 */
record RegionReading(Optional<Region> region, Wanted wanted) implements Wanted {

  @Override
  public Box of(int width, int height) {
    if (region.isEmpty()) {
      return wanted.of(width, height);
    }
    Box part = within(width, height);
    if (part.width() <= 0 || part.height() <= 0) {
      return new Box(0, 0, width, height); // refused once it is known to be an image
    }
    Box inner = wanted.of(part.width(), part.height());
    return new Box(
        part.left() + inner.left(), part.top() + inner.top(), inner.width(), inner.height());
  }

  /**
   * What was decoded, as pixels of the part alone.
   *
   * @throws UndecodableException if the part lies outside of the image
   */
  Cutout of(Cutout decoded) throws UndecodableException {
    if (region.isEmpty()) {
      return decoded;
    }
    Box part = within(decoded.width(), decoded.height());
    if (part.width() <= 0 || part.height() <= 0) {
      throw new UndecodableException(
          "its box lies outside of the image of %d×%d pixels"
              .formatted(decoded.width(), decoded.height()));
    }
    Picture pixels = decoded.picture();
    int left = Math.max(part.left(), decoded.left());
    int top = Math.max(part.top(), decoded.top());
    int right = Math.min(part.left() + part.width(), decoded.left() + pixels.width());
    int bottom = Math.min(part.top() + part.height(), decoded.top() + pixels.height());
    Box here = decoded.here(new Box(left, top, right - left, bottom - top));
    return new Cutout(
        cut(pixels, here), left - part.left(), top - part.top(), part.width(), part.height());
  }

  private Box within(int width, int height) {
    Region part = region.orElseThrow();
    int right = Math.min(part.right(), width);
    int bottom = Math.min(part.bottom(), height);
    return new Box(part.left(), part.top(), right - part.left(), bottom - part.top());
  }

  private static Picture cut(Picture from, Box box) {
    byte[] rgb = new byte[Picture.CHANNELS * box.width() * box.height()];
    int row = Picture.CHANNELS * box.width();
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(from.rgb(), from.at(box.left(), box.top() + y), rgb, y * row, row);
    }
    return new Picture(box.width(), box.height(), rgb);
  }
}
