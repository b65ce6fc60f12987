package io.reflux.status;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.stream.KillSwitch;
import akka.stream.KillSwitches;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Asks a run's disk now and then, on a thread that may block. While the disk does not answer there
 * is the answer before.
 */
final class DiskWatch {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final RunDirectory run;
  private final Executor blocking;
  private final KillSwitch end;
  private volatile Optional<RunDisk> latest = Optional.empty();

  DiskWatch(ActorSystem<?> system, RunDirectory run) {
    this.run = run;
    blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    end =
        Source.tick(Duration.ZERO, EVERY, NotUsed.getInstance())
            .mapAsync(1, tick -> look())
            .viaMat(KillSwitches.<Done>single(), (tick, kill) -> (KillSwitch) kill)
            .toMat(Sink.ignore(), Keep.left())
            .run(system);
  }

  /** What the disk said last; empty if it never could. */
  Optional<RunDisk> latest() {
    return latest;
  }

  private CompletionStage<Done> look() {
    return CompletableFuture.supplyAsync(this::ask, blocking);
  }

  private Done ask() {
    try {
      latest = Optional.of(RunDisk.of(run));
    } catch (IOException e) {
      // what it said before stands; the run itself tells of a disk that fails
    }
    return Done.getInstance();
  }

  void stop() {
    end.shutdown();
  }
}
