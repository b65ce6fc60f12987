package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.rundir.RunDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a run's disk now and then, on a thread that may block, tells the status board, and once the
 * run's listener when the disk will be full soon. While it does not answer there is the answer
 * before, and nothing waits.
 */
public final class DiskWatch extends AbstractBehavior<DiskWatch.Command> {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** What a watch is told. */
  public sealed interface Command {}

  /** Ask the disk, unless it still owes an answer. */
  record Look() implements Command {}

  private record Looked(@Nullable RunDisk disk, @Nullable Throwable error) implements Command {}

  /** Asks a disk, however long that takes. */
  public interface Asking {
    /** What it says. */
    RunDisk ask() throws IOException;
  }

  /**
   * What a watch works with.
   *
   * @param disk is asked
   * @param foretold a disk that is full in less is told of
   * @param nanos the time that passes, in nanoseconds
   */
  public record Settings(Asking disk, Duration foretold, LongSupplier nanos) {}

  public static Behavior<Command> create(
      Settings settings, ActorRef<StatusBoard.Command> board, RunListener listener) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Look(), Duration.ZERO, EVERY);
                  return new DiskWatch(context, settings, board, listener);
                }));
  }

  private final Settings settings;
  private final ActorRef<StatusBoard.Command> board;
  private final RunListener listener;
  private final DiskForecast forecast = new DiskForecast();
  private boolean asked;
  private boolean told;

  private DiskWatch(
      ActorContext<Command> context,
      Settings settings,
      ActorRef<StatusBoard.Command> board,
      RunListener listener) {
    super(context);
    this.settings = settings;
    this.board = board;
    this.listener = listener;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, this::onLook)
        .onMessage(Looked.class, this::onLooked)
        .build();
  }

  private Behavior<Command> onLook(Look look) {
    if (!asked) {
      asked = true;
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(
                  () -> ask(settings.disk()),
                  getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
              Looked::new);
    }
    return this;
  }

  private static @Nullable RunDisk ask(Asking disk) {
    try {
      return disk.ask();
    } catch (IOException e) {
      return null; // what it said before stands; the run itself tells of a disk that fails
    }
  }

  private Behavior<Command> onLooked(Looked looked) {
    asked = false;
    if (looked.disk() != null) {
      see(looked.disk());
    }
    return this;
  }

  private void see(RunDisk disk) {
    Duration now = Duration.ofNanos(settings.nanos().getAsLong());
    Optional<DiskForecast.Ending> ending = forecast.after(now, disk.freeBytes());
    String soon =
        ending
            .filter(each -> each.left().compareTo(settings.foretold()) < 0)
            .map(DiskForecast.Ending::sentence)
            .orElse("");
    if (!told && !soon.isEmpty()) {
      getContext().getLog().warn("the run's disk: {}", soon);
      listener.heard(new RunEvent.DiskFills(soon));
    }
    told = !soon.isEmpty();
    board.tell(
        new StatusBoard.Disk(
            new DiskOutlook(
                disk.freeBytes(),
                ending.map(each -> (double) each.left().toSeconds()).orElse(-1.0),
                soon,
                disk.lastCheckpoint().map(time -> time.toEpochMilli() / 1e3).orElse(-1.0))));
  }
}
