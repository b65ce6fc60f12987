package io.reflux.setting;

/**
 * What the user gave is at fault: data, a file, or settings that do not fit what is there. The
 * message is one clear sentence for the user. (An {@link IllegalArgumentException} is a fault of
 * the program's own.)
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the sentence to show. */
  public InputException(String message) {
    super(message);
  }

  /** With the sentence to show and what brought it about. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
