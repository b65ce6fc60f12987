package io.reflux.task;

import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import io.reflux.stage.Failures;

/** A stage has ended before its task has. */
final class StageDiedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StageDiedException(String stage, Throwable cause) {
    super(stage + " died: " + Failures.sentence(cause), cause);
  }

  /** Of a stage that failed, by an exception or an error. */
  static StageDiedException of(ChildFailed heard) {
    return new StageDiedException(heard.getRef().path().name(), ErrorGuard.cause(heard));
  }

  /** Of a stage that ended without a failure. */
  static StageDiedException of(Terminated heard) {
    IllegalStateException cause =
        new IllegalStateException("stopped (expected: at work until the task ends)");
    return new StageDiedException(heard.getRef().path().name(), cause);
  }
}
