package io.reflux.cli;

/** What the process says when it leaves. Signals say 128 and their number, as usual. */
final class ExitCode {
  static final int DONE = 0;
  static final int BAD_INPUT = 2;
  static final int FAILED = 3;

  private ExitCode() {}
}
