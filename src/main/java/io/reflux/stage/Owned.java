package io.reflux.stage;

import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a stage owns: opened when it is first needed, and again after it was let go. For
 * one thread.
 *
 * @param <T> what it is
 */
final class Owned<T extends AutoCloseable> implements Holding {
  private static final Logger LOG = LoggerFactory.getLogger(Owned.class);

  private final Supplier<? extends T> opening;
  private final ToIntFunction<T> tensors;
  private @Nullable T opened;

  /**
   * Something that isn't open yet.
   *
   * @param tensors counts the native tensors that it owns
   */
  Owned(Supplier<? extends T> opening, ToIntFunction<T> tensors) {
    this.opening = opening;
    this.tensors = tensors;
  }

  /**
   * The thing itself.
   *
   * @throws StageFaultException if it can't be opened
   */
  T get() {
    T present = opened;
    if (present == null) {
      present = open();
      opened = present;
    }
    return present;
  }

  @Override
  public int liveTensors() {
    T present = opened;
    return present == null ? 0 : tensors.applyAsInt(present);
  }

  /** Lets go of it; that it can't be closed is told in the log alone. */
  @Override
  public void letGo() {
    T present = opened;
    opened = null;
    if (present != null) {
      try {
        present.close();
      } catch (Exception e) {
        LOG.warn("can't be closed", e);
      }
    }
  }

  private T open() {
    try {
      return opening.get();
    } catch (RuntimeException e) {
      throw StageFaultException.of(e);
    }
  }
}
