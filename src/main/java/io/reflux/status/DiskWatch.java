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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a run's disk now and then, on a thread that may block, and tells in the log when it will be
 * full soon. While the disk does not answer there is the answer before.
 */
final class DiskWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final RunDirectory run;
  private final Executor blocking;
  private final KillSwitch end;
  private final Duration foretold;
  private final DiskForecast forecast = new DiskForecast();
  private final long began = System.nanoTime();
  private boolean told;
  private volatile Optional<Seen> latest = Optional.empty();

  /**
   * A look at a disk.
   *
   * @param disk what it said
   * @param ending when it will be full; empty if nothing says so
   */
  record Seen(RunDisk disk, Optional<DiskForecast.Ending> ending) {}

  DiskWatch(ActorSystem<?> system, RunDirectory run) {
    this.run = run;
    foretold = system.settings().config().getDuration("reflux.writing.foretold");
    blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    end =
        Source.tick(Duration.ZERO, EVERY, NotUsed.getInstance())
            .mapAsync(1, tick -> look())
            .viaMat(KillSwitches.<Done>single(), (tick, kill) -> (KillSwitch) kill)
            .toMat(Sink.ignore(), Keep.left())
            .run(system);
  }

  /** What the disk said last; empty if it never could. */
  Optional<Seen> latest() {
    return latest;
  }

  private CompletionStage<Done> look() {
    return CompletableFuture.supplyAsync(this::ask, blocking);
  }

  private Done ask() {
    try {
      RunDisk disk = RunDisk.of(run);
      Duration now = Duration.ofNanos(System.nanoTime() - began);
      Optional<DiskForecast.Ending> ending = forecast.after(now, disk.freeBytes());
      tell(ending.filter(soon -> soon.left().compareTo(foretold) < 0));
      latest = Optional.of(new Seen(disk, ending));
    } catch (IOException e) {
      // what it said before stands; the run itself tells of a disk that fails
    }
    return Done.getInstance();
  }

  /** Once, until the end is far again. */
  private void tell(Optional<DiskForecast.Ending> soon) {
    if (!told) {
      soon.ifPresent(ending -> LOG.warn("the disk of {}: {}", run.root(), ending.sentence()));
    }
    told = soon.isPresent();
  }

  void stop() {
    end.shutdown();
  }
}
