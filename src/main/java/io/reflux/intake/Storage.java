package io.reflux.intake;

import io.reflux.dataset.DamagedFileException;
import io.reflux.setting.FileFault;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads bytes from a storage that may fail for a while, as network file systems do: each reading is
 * tried again, with growing delays, as long as there is patience. Safe for many threads.
 */
public final class Storage {
  /** One that gives up at the first fault. */
  public static final Storage WITHOUT_PATIENCE =
      new Storage(StoragePatience.NONE, StorageListener.NONE, WaitingTime.OF_THE_MACHINE);

  private final StoragePatience patience;
  private final StorageListener listener;
  private final WaitingTime time;

  /** Reads something once. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * What is read.
     *
     * @throws DamagedFileException if reading it again would not help
     * @throws IOException if the storage fails
     */
    T read() throws IOException;
  }

  /**
   * A storage.
   *
   * @param listener is told of each wait
   * @param time how time passes
   */
  public Storage(StoragePatience patience, StorageListener listener, WaitingTime time) {
    this.patience = patience;
    this.listener = listener;
    this.time = time;
  }

  /**
   * What a reading answers, as soon as it answers.
   *
   * @param location what is read, for messages
   * @throws DamagedFileException at once, if the storage is well but the file is not
   * @throws StorageException if the storage fails for too long, or the thread is interrupted while
   *     it waits
   */
  public <T> T read(String location, Reading<T> reading) throws DamagedFileException {
    try {
      return reading.read();
    } catch (DamagedFileException e) {
      throw e;
    } catch (IOException e) {
      return patiently(location, reading, e);
    }
  }

  private <T> T patiently(String location, Reading<T> reading, IOException first)
      throws DamagedFileException {
    StorageWait wait = new StorageWait(location, FileFault.reason(first), time.now());
    IOException last = first;
    long deadline = time.nanos() + patience.longest().toNanos();
    Duration delay = patience.firstDelay();
    try {
      for (long left = left(deadline); left > 0; left = left(deadline)) {
        listener.waiting(wait);
        pass(Duration.ofNanos(Math.min(left, delay.toNanos())), wait, last);
        delay = patience.after(delay);
        try {
          return reading.read();
        } catch (DamagedFileException e) {
          throw e;
        } catch (IOException e) {
          last = e;
          wait = new StorageWait(location, FileFault.reason(e), wait.since());
        }
      }
      throw new StorageException(wait, "to be read " + patience.inWords(), last);
    } finally {
      listener.ended(wait);
    }
  }

  private long left(long deadline) {
    return deadline - time.nanos();
  }

  private void pass(Duration delay, StorageWait wait, IOException last) {
    try {
      time.pass(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last.addSuppressed(e);
      throw new StorageException(wait, "to be read; the wait was interrupted", last);
    }
  }
}
