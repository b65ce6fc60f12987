package io.reflux.intake;

import java.io.IOException;

/** An image that is not what it should be; the message is the reason, in words. */
final class UndecodableException extends IOException {
  private static final long serialVersionUID = 1L;

  UndecodableException(String reason) {
    super(reason);
  }

  UndecodableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
