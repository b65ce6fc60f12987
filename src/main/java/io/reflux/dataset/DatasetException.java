package io.reflux.dataset;

import io.reflux.setting.InputException;

/** A dataset that is not where, or not what, it should be. The message is one clear sentence. */
public final class DatasetException extends InputException {
  private static final long serialVersionUID = 1L;

  /** With the sentence to show. */
  public DatasetException(String message) {
    super(message);
  }

  /** With the sentence to show and what brought it about. */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
