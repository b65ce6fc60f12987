package io.reflux.delivery;

import java.nio.ByteBuffer;

/** What a model makes of a drawn image: tells whether two files, of any form, are one model. */
public final class ModelProbe {
  private ModelProbe() {}

  /** The embedding of the drawn image. */
  public static float[] of(OpenModel model) {
    int side = model.view().side();
    ByteBuffer pixels = ByteBuffer.allocateDirect(3 * side * side);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        pixels.put((byte) (255 * y / side));
        pixels.put((byte) (255 * x / side));
        pixels.put((byte) ((x / 8 + y / 8) % 2 * 255));
      }
    }
    return model.embed(pixels.flip(), 1).floats();
  }
}
