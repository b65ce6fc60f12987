package io.reflux.status;

import akka.http.javadsl.model.StatusCode;
import java.io.Serial;

/** A request that is not followed; the message is the sentence that says why. */
final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient StatusCode code;

  RefusedException(StatusCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  StatusCode code() {
    return code;
  }
}
