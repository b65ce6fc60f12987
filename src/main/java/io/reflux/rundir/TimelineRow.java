package io.reflux.rundir;

import java.util.List;

/**
 * A line of {@code timeline.csv}: how busy a stage was.
 *
 * @param seconds since the run began, or was resumed
 * @param busyShare 0 to 1
 */
public record TimelineRow(double seconds, String task, String stage, double busyShare) {
  static final List<String> COLUMNS = List.of("seconds", "task", "stage", "busy_share");

  static TimelineRow of(CsvTable.Line line) {
    return new TimelineRow(
        line.number("seconds"), line.text("task"), line.text("stage"), line.number("busy_share"));
  }
}
