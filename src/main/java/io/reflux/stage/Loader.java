package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns plans into pixels. Owns a fixed number of threads; a plan waits until the split's pool has
 * room for its pixels, then for a thread. An image that can't be read is part of the answer;
 * anything else that goes wrong is tried again, so often as {@code retries} allows.
 */
public final class Loader extends AbstractBehavior<Loader.Command> {

  /** What a loader is told. */
  public sealed interface Command {}

  /** Load a plan's images from a split. */
  public record Load(Split split, BatchPlan plan, ActorRef<StatusReply<PixelBatch>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  private record Loaded(
      Attempt attempt, @Nullable PixelBatch batch, @Nullable Throwable error, long nanos)
      implements Command {}

  /** An order that has failed so often. */
  private record Attempt(Load order, int failures) {
    Attempt next() {
      return new Attempt(order, failures + 1);
    }
  }

  /** Where the images of each split come from. */
  public interface Source {
    /** Starts loading on {@code threads} once there is room. */
    CompletionStage<PixelBatch> load(BatchPlan plan, Executor threads);
  }

  /**
   * What a loader works with.
   *
   * @param threads how many images are decoded at once
   * @param sources where each split's images come from
   * @param retries how often a plan is tried again
   */
  public record Settings(int threads, Map<Split, Source> sources, int retries) {}

  public static Behavior<Command> create(Settings settings, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Loader(context, settings, board));
  }

  private final Settings settings;
  private final ActorRef<StatusBoard.Command> board;
  private final ExecutorService threads;
  private final StageClock clock;
  private int waiting;

  private Loader(
      ActorContext<Command> context, Settings settings, ActorRef<StatusBoard.Command> board) {
    super(context);
    this.settings = settings;
    this.board = board;
    threads = Executors.newFixedThreadPool(settings.threads(), named());
    clock = new StageClock("loader", settings.threads());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Load.class, this::onLoad)
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onLoad(Load order) {
    waiting++;
    load(new Attempt(order, 0));
    return this;
  }

  private void load(Attempt attempt) {
    LongAdder nanos = new LongAdder();
    getContext()
        .pipeToSelf(
            loading(attempt.order(), work -> threads.execute(() -> timed(work, nanos))),
            (batch, error) -> new Loaded(attempt, batch, error, nanos.sum()));
  }

  private CompletionStage<PixelBatch> loading(Load order, Executor workers) {
    Source source = settings.sources().get(order.split());
    if (source == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("split: " + order.split() + " (expected: a loaded one)"));
    }
    try {
      return source.load(order.plan(), workers);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void timed(Runnable work, LongAdder nanos) {
    long began = System.nanoTime();
    work.run();
    nanos.add(System.nanoTime() - began);
  }

  private Behavior<Command> onLoaded(Loaded loaded) {
    PixelBatch batch = loaded.batch();
    if (batch == null) {
      failed(loaded.attempt(), Failures.cause(loaded.error()));
    } else {
      waiting--;
      clock.worked(loaded.nanos(), batch.rows());
      clock.survived(batch.unreadable().size());
      loaded.attempt().order().replyTo().tell(StatusReply.success(batch));
    }
    board.tell(new StatusBoard.Stage(status()));
    return this;
  }

  private void failed(Attempt attempt, Throwable cause) {
    clock.survived(1);
    if (attempt.failures() < settings.retries()) {
      getContext().getLog().warn("a batch could not be loaded and is tried again", cause);
      load(attempt.next());
    } else {
      waiting--;
      attempt.order().replyTo().tell(StatusReply.error(cause));
    }
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(status());
    return this;
  }

  private Behavior<Command> onStopped() {
    threads.shutdown();
    return this;
  }

  private StageStatus status() {
    return clock.status(waiting > 0 ? "working" : "idle", waiting, 0);
  }

  private static java.util.concurrent.ThreadFactory named() {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "loader-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
