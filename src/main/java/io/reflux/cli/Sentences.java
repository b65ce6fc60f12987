package io.reflux.cli;

/** One line for what went wrong. */
final class Sentences {
  private Sentences() {}

  /** The first message on the way to the innermost cause, else the name of the failure. */
  static String of(Throwable failure) {
    String sentence = failure.getMessage();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (sentence == null && cause.getMessage() != null) {
        sentence = cause.getMessage();
      }
    }
    return sentence == null ? failure.getClass().getSimpleName() : sentence;
  }
}
