package io.reflux.rundir;

import java.util.List;

/**
 * A line of {@code metrics.csv}: one student's step.
 *
 * @param epoch from 1
 * @param step steps taken in the task by then
 * @param imagesPerSecond of late, in tenths
 */
public record StepRow(
    String task,
    String student,
    int epoch,
    long step,
    double loss,
    double learningRate,
    double imagesPerSecond)
    implements TableRow {
  /** The header of the table. */
  public static final List<String> COLUMNS =
      List.of("task", "student", "epoch", "step", "loss", "learning_rate", "images_per_second");

  private static final double TENTHS = 10;

  /** Rounds the rate. */
  public StepRow {
    imagesPerSecond = Math.round(imagesPerSecond * TENTHS) / TENTHS;
  }

  static StepRow of(CsvTable.Line line) {
    return new StepRow(
        line.text("task"),
        line.text("student"),
        line.whole("epoch"),
        line.wholeLong("step"),
        line.number("loss"),
        line.number("learning_rate"),
        line.number("images_per_second"));
  }

  /** As it stands in the table, without the end of the line. */
  @Override
  public String line() {
    return task
        + ','
        + student
        + ','
        + epoch
        + ','
        + step
        + ','
        + loss
        + ','
        + learningRate
        + ','
        + imagesPerSecond;
  }
}
