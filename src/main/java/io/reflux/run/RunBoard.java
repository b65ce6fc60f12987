package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import io.reflux.rundir.RunDisk;
import io.reflux.rundir.TimelineFile;
import io.reflux.stage.DiskWatch;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TimelineWriter;

/** A run's status board, the timeline that it hands its snapshots to, and who asks its disk. */
final class RunBoard {
  private RunBoard() {}

  /** Spawns them as children of the supervisor; tells the board and the run's listener. */
  static ActorRef<StatusBoard.Command> spawn(
      ActorContext<?> context, Supervisor.Dependencies dependencies) {
    ActorRef<TimelineWriter.Command> timeline =
        context.spawn(
            TimelineWriter.create(new TimelineFile(dependencies.directory())),
            "timeline",
            DispatcherSelector.fromConfig("reflux.file-dispatcher"));
    ActorRef<StatusBoard.Command> board =
        context.spawn(
            StatusBoard.create(
                new StatusBoard.Settings(
                    dependencies.pipeline(),
                    dependencies.directory().root().toString(),
                    dependencies.watchdog(),
                    System::nanoTime),
                new StatusBoard.Hearers(dependencies.listener(), timeline)),
            "status-board");
    context.spawn(
        DiskWatch.create(
            new DiskWatch.Settings(
                () -> RunDisk.of(dependencies.directory()),
                context.getSystem().settings().config().getDuration("reflux.writing.foretold"),
                System::nanoTime),
            board,
            dependencies.listener()),
        "disk-watch");
    return board;
  }
}
