package io.reflux.dataset;

import java.io.IOException;

/**
 * A file whose bytes are there, but are none that were meant: reading it again would not help, so
 * it counts as unreadable at once. All else that goes wrong with reading is the storage's fault.
 */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With the reason, in words. */
  public DamagedFileException(String reason) {
    super(reason);
  }

  /** With the reason, in words, and what brought it about. */
  public DamagedFileException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
