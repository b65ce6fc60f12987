package io.reflux.stage;

/** A stage has not answered in time; the message says what it was doing. */
final class StageSilentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StageSilentException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
