package io.reflux.delivery;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.view.ViewRecipe;
import java.nio.ByteBuffer;

/** A model that embeds images, wherever it came from. For the thread that opened it. */
public interface OpenModel extends AutoCloseable {

  /**
   * How a model is run.
   *
   * @param device where
   * @param threads of this machine
   * @param rowsAtOnce images computed by one call
   */
  record Place(Device device, int threads, int rowsAtOnce) {}

  /** How images are cut for it. */
  ViewRecipe view();

  /**
   * Embeds some images.
   *
   * @param pixels direct memory, uint8 (rows, side, side, 3), red first, from its position; the
   *     side is the view's
   * @param rows how many
   * @return float32 (rows, embedding size)
   */
  HostTensor embed(ByteBuffer pixels, int rows);

  @Override
  void close();
}
