package io.reflux.intake;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A storage that could not be read for longer than it was waited for. No image is left out because
 * of that: it ends the run, and the message says where and why.
 */
public final class StorageException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** The wait that was given up, and what was expected of it. */
  StorageException(StorageWait wait, String expected, IOException cause) {
    super(
        "storage: "
            + wait.location()
            + " can't be read: "
            + wait.reason()
            + " (expected: "
            + expected
            + ")",
        cause);
  }
}
