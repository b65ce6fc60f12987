package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.DecodingThreads;
import io.reflux.batch.PixelBatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Turns plans into pixels. Owns a fixed number of threads; a plan waits until the split's pool has
 * room for its pixels, then for a thread. An image that can't be read is part of the answer;
 * anything else that goes wrong, errors included, is tried again after a delay, so often as the
 * settings allow; unless it would only go wrong again. An error that stays is the loader's end.
 */
public final class Loader extends AbstractBehavior<Loader.Command> {
  /** How often the board hears of what is being read. */
  private static final Duration PULSE = Duration.ofSeconds(1);

  /** What a loader is told. */
  public sealed interface Command {}

  /** Load a plan's images from a split. */
  public record Load(Split split, BatchPlan plan, ActorRef<StatusReply<PixelBatch>> replyTo)
      implements Command {}

  private record Loaded(Attempt attempt, @Nullable PixelBatch batch, @Nullable Throwable error)
      implements Command {}

  /** A plan is tried again. */
  private record Again(Attempt attempt) implements Command {}

  /** Time to tell the board what is being read. */
  private record Pulse() implements Command {}

  /** An order that has failed so often. */
  private record Attempt(Load order, int failures) {
    Attempt next() {
      return new Attempt(order, failures + 1);
    }
  }

  /** Where the images of a split come from. */
  public interface Source {
    /** Starts loading on {@code threads} once there is room. */
    CompletionStage<PixelBatch> load(BatchPlan plan, Executor threads);
  }

  /**
   * What a loader works with.
   *
   * @param threads how many images are decoded at once
   * @param images where each split's images come from
   * @param timeouts how often a plan is tried again, and after which delays
   */
  public record Settings(int threads, PixelSources images, Timeouts timeouts) {}

  public static Behavior<Command> create(Settings settings, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Loader(context, timers, settings, board)));
  }

  private final TimerScheduler<Command> timers;
  private final Settings settings;
  private final ActorRef<StatusBoard.Command> board;
  private final ExecutorService threads;
  private final StageClock clock;
  private final BusyThreads busy;
  private int waiting;

  private Loader(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Settings settings,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.board = board;
    threads = DecodingThreads.of(settings.threads(), "loader");
    clock = new StageClock(context.getSelf().path().name(), "", System::nanoTime);
    busy = new BusyThreads(settings.threads(), System::nanoTime);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Load.class, this::onLoad)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(Again.class, again -> load(again.attempt()))
        .onMessage(Pulse.class, this::onPulse)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onLoad(Load order) {
    waiting++;
    if (!timers.isTimerActive(new Pulse())) {
      timers.startTimerWithFixedDelay(new Pulse(), PULSE);
    }
    return load(new Attempt(order, 0));
  }

  private Behavior<Command> load(Attempt attempt) {
    getContext()
        .pipeToSelf(loading(attempt.order()), (batch, error) -> new Loaded(attempt, batch, error));
    return told();
  }

  private CompletionStage<PixelBatch> loading(Load order) {
    try {
      Source source = settings.images().of(order.split());
      return source.load(order.plan(), work -> threads.execute(() -> busy.timed(work)));
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> onLoaded(Loaded loaded) {
    PixelBatch batch = loaded.batch();
    if (batch == null) {
      failed(loaded.attempt(), Failures.cause(loaded.error()));
    } else {
      clock.handled(batch.rows());
      batch.unreadable().forEach(image -> clock.survived());
      answer(loaded.attempt(), StatusReply.success(batch));
    }
    return told();
  }

  private void failed(Attempt attempt, Throwable cause) {
    clock.survived();
    if (attempt.failures() < settings.timeouts().loadRetries() && Failures.mayPass(cause)) {
      Duration delay = settings.timeouts().restarts().delayAfter(attempt.failures());
      getContext()
          .getLog()
          .warn("a batch could not be loaded and is tried again in {} ms", delay.toMillis(), cause);
      getContext().scheduleOnce(delay, getContext().getSelf(), new Again(attempt.next()));
    } else if (Failures.isError(cause)) {
      StageFailedException failure =
          StageFailedException.of(getContext().getSelf().path().name(), cause);
      answer(attempt, StatusReply.error(failure));
      throw failure;
    } else {
      answer(attempt, StatusReply.error(cause));
    }
  }

  private void answer(Attempt attempt, StatusReply<PixelBatch> reply) {
    waiting--;
    attempt.order().replyTo().tell(reply);
  }

  private Behavior<Command> onStopped() {
    threads.shutdown();
    tell(StageState.STOPPED, Optional.empty());
    return this;
  }

  /** The pulse beats until nothing is asked, and no thread is at work any more. */
  private Behavior<Command> onPulse(Pulse pulse) {
    if (waiting == 0 && busy.load().working() == 0) {
      timers.cancel(pulse);
    }
    return told();
  }

  private Behavior<Command> told() {
    StageState asked = busy.load().working() > 0 ? StageState.WORKING : StageState.WAITING;
    tell(waiting > 0 ? asked : StageState.IDLE, settings.images().readings().oldest());
    return this;
  }

  private void tell(StageState state, Optional<StageReport.Piece> reading) {
    board.tell(
        new StatusBoard.Stage(clock.report(state, waiting, 0).at(reading).with(busy.load())));
  }
}
