package io.reflux.batch;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Direct memory borrowed from a {@link PixelPool}. */
final class PixelBuffer {
  private final PixelPool pool;
  private final ByteBuffer memory;
  private final AtomicBoolean released = new AtomicBoolean();

  PixelBuffer(PixelPool pool, ByteBuffer memory) {
    this.pool = pool;
    this.memory = memory;
  }

  /** The memory, from position 0; at least as large as was asked for. */
  ByteBuffer memory() {
    return memory;
  }

  /** Gives the memory back; it must not be touched afterwards. A second call does nothing. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      pool.takeBack(memory);
    }
  }
}
