package io.reflux.status;

import io.reflux.stage.RunStatus;
import io.reflux.stage.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code timeline.csv} in the run directory: every few seconds a line a stage, for the report's
 * timeline. It is a convenience: if it can't be written the run goes on without it.
 */
final class TimelineFile {
  private static final Logger LOG = LoggerFactory.getLogger(TimelineFile.class);
  private static final String NAME = "timeline.csv";
  private static final String HEADER = "seconds,task,stage,busy_share,queue_depth\n";
  private static final double SECONDS_BETWEEN = 2;

  private double next;
  private boolean broken;

  /** Appends the stages' lines, if it is time and a task is at work. */
  void add(RunStatus status) {
    Path folder = Path.of(status.runDirectory());
    boolean due = status.seconds() >= next || status.seconds() < next - 2 * SECONDS_BETWEEN;
    if (broken || !due || status.task().isEmpty() || !Files.isDirectory(folder)) {
      return;
    }
    next = status.seconds() + SECONDS_BETWEEN;
    Path file = folder.resolve(NAME);
    StringBuilder lines = new StringBuilder(Files.exists(file) ? "" : HEADER);
    for (StageStatus stage : status.stages()) {
      lines
          .append(Math.round(status.seconds() * 10) / 10.0)
          .append(',')
          .append(status.task())
          .append(',')
          .append(stage.stage())
          .append(',')
          .append(Math.round(stage.busyShare() * 10_000) / 10_000.0)
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
