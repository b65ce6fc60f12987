package io.reflux.stage;

/**
 * What a stage owns has failed it: a device, files, a thing that can't be opened. The stage lets go
 * of it and begins afresh, if that may help.
 */
final class StageFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException fault;
  private final boolean passing;

  private StageFaultException(RuntimeException fault, boolean passing) {
    super(fault);
    this.fault = fault;
    this.passing = passing;
  }

  /** A fault; it may be gone when the stage begins afresh, unless what was asked for can't be. */
  static StageFaultException of(RuntimeException fault) {
    return new StageFaultException(fault, Failures.mayPass(fault));
  }

  /** True if the fault may be gone when the stage begins afresh. */
  boolean passing() {
    return passing;
  }

  /** The fault itself. */
  RuntimeException fault() {
    return fault;
  }
}
