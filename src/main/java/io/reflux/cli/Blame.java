package io.reflux.cli;

import io.reflux.pipeline.PipelineException;
import io.reflux.setting.InputException;
import io.reflux.stage.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Whose fault a failure is. */
enum Blame {
  /** What the user gave does not fit; a sentence says what was expected. */
  INPUT(ExitCode.BAD_INPUT),
  /** Files or the machine did not do what was asked of them. */
  SURROUNDINGS(ExitCode.FAILED),
  /** Whatever nobody foresaw. */
  PROGRAM(ExitCode.FAILED);

  private final int exitCode;

  Blame(int exitCode) {
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }

  /** Looks behind the wrappers of futures, and of stages. */
  static Blame of(Throwable wrapped) {
    Throwable failure = Failures.origin(wrapped);
    if (failure instanceof InputException || failure instanceof PipelineException) {
      return INPUT;
    }
    boolean surroundings =
        failure instanceof IOException
            || failure instanceof UncheckedIOException
            || failure instanceof VirtualMachineError;
    return surroundings ? SURROUNDINGS : PROGRAM;
  }
}
