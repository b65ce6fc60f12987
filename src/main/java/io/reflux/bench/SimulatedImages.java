package io.reflux.bench;

import io.reflux.dataset.Unclassified;
import io.reflux.intake.JpegPicture;
import io.reflux.intake.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Black pictures of a few pixels: nothing is to be waited for.
 *
 * @param size how many
 * @param jpeg the bytes of each
 */
record SimulatedImages(int size, byte[] jpeg) implements Unclassified {
  static final int SIDE = 8;

  /** So many pictures. */
  static SimulatedImages of(int size) {
    try {
      byte[] rgb = new byte[Picture.CHANNELS * SIDE * SIDE];
      return new SimulatedImages(size, JpegPicture.encode(new Picture(SIDE, SIDE, rgb), 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written to a file
    }
  }

  @Override
  public String name(int id) {
    return id + ".jpg";
  }

  @Override
  public byte[] read(int id) {
    return jpeg;
  }
}
