package io.reflux.rundir;

/** A run's tables, {@code metrics.csv} and {@code evaluations.csv}, which all its tasks share. */
public final class RunTables {
  private final RunDirectory directory;
  private final SharedFile steps;
  private final SharedFile evaluations;

  /** Those of a run; a process has one of them for a run. */
  public RunTables(RunDirectory directory) {
    this.directory = directory;
    steps = new SharedFile(directory.metrics());
    evaluations = new SharedFile(directory.evaluations());
  }

  /** The run's files. */
  RunDirectory directory() {
    return directory;
  }

  /** A line a step and student. */
  SharedFile steps() {
    return steps;
  }

  /** A line an evaluation. */
  SharedFile evaluations() {
    return evaluations;
  }
}
