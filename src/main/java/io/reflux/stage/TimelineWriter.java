package io.reflux.stage;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.rundir.TimelineFile;
import java.util.List;

/** Writes the run's timeline. Belongs on a thread that may wait for a disk. */
public final class TimelineWriter {

  /** What a writer is told. */
  public sealed interface Command {}

  /**
   * What the stages of a task did in an interval.
   *
   * @param seconds from the begin of the run to the end of the interval
   * @param stages a row for each stage
   */
  public record Rows(double seconds, String task, List<TimelineFile.Row> stages)
      implements Command {}

  private TimelineWriter() {}

  public static Behavior<Command> create(TimelineFile file) {
    return Behaviors.receive(Command.class)
        .onMessage(
            Rows.class,
            rows -> {
              file.add(rows.seconds(), rows.task(), rows.stages());
              return Behaviors.same();
            })
        .build();
  }
}
