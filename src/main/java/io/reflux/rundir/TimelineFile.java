package io.reflux.rundir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code timeline.csv} in the run directory: for each interval a line a stage, for the report's
 * timeline. It is a convenience: if it can't be written the run goes on without it. For one thread.
 */
public final class TimelineFile {
  private static final Logger LOG = LoggerFactory.getLogger(TimelineFile.class);
  private static final String NAME = "timeline.csv";
  private static final String HEADER = "seconds,task,stage,busy_share,queue_depth\n";
  private static final double TENTHS = 10;
  private static final double TEN_THOUSANDTHS = 10_000;

  private final Path file;
  private boolean broken;

  /**
   * What a stage did in an interval.
   *
   * @param busyShare the share of the interval in which it worked, 0 to 1
   * @param queueDepth messages accepted and not yet answered, at its end
   */
  public record Row(String stage, double busyShare, int queueDepth) {}

  /** The timeline of a run directory; nothing is written yet. */
  public TimelineFile(RunDirectory directory) {
    file = directory.root().resolve(NAME);
  }

  /**
   * Appends the lines of an interval.
   *
   * @param seconds from the begin of the run, or of its resumption, to the interval's end
   * @param task the task at work
   */
  public void add(double seconds, String task, List<Row> stages) {
    if (broken) {
      return;
    }
    StringBuilder lines = new StringBuilder(Files.exists(file) ? "" : HEADER);
    for (Row stage : stages) {
      lines
          .append(Math.round(seconds * TENTHS) / TENTHS)
          .append(',')
          .append(task)
          .append(',')
          .append(stage.stage())
          .append(',')
          .append(Math.round(stage.busyShare() * TEN_THOUSANDTHS) / TEN_THOUSANDTHS)
          .append(',')
          .append(stage.queueDepth())
          .append('\n');
    }
    try {
      Files.writeString(
          file,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      broken = true;
      LOG.warn("{} can't be written; the report will have no timeline", file, e);
    }
  }
}
