package io.reflux.rundir;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * A run's tables for those who pass them on: however long they are, each row is read when it is
 * asked for. The streams have to be closed.
 */
public final class TableRows {
  private TableRows() {}

  /** The steps of {@code metrics.csv}; none if there is no such file. */
  public static Stream<StepRow> steps(RunDirectory run) throws IOException {
    return CsvTable.rows(run.metrics(), StepRow.COLUMNS, StepRow::of);
  }

  /** The evaluations of {@code evaluations.csv}; none if there is no such file. */
  public static Stream<EvaluationRow> evaluations(RunDirectory run) throws IOException {
    return CsvTable.rows(run.evaluations(), EvaluationRow.COLUMNS, EvaluationRow::of);
  }
}
