package io.reflux.run;

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
 * room for its pixels, then for a thread.
 */
final class Loader extends AbstractBehavior<Loader.Command> {

  /** What a loader is told. */
  sealed interface Command {}

  /** Load a plan's images from a split. */
  record Load(Split split, BatchPlan plan, ActorRef<StatusReply<PixelBatch>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  private record Loaded(
      Load order, @Nullable PixelBatch batch, @Nullable Throwable error, long nanos)
      implements Command {}

  /** Where the images of each split come from. */
  interface Source {
    /** Starts loading on {@code threads} once there is room. */
    CompletionStage<PixelBatch> load(BatchPlan plan, Executor threads);
  }

  static Behavior<Command> create(
      int threads, Map<Split, Source> sources, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Loader(context, threads, sources, board));
  }

  private final Map<Split, Source> sources;
  private final ActorRef<StatusBoard.Command> board;
  private final ExecutorService threads;
  private final StageClock clock;
  private int waiting;

  private Loader(
      ActorContext<Command> context,
      int threads,
      Map<Split, Source> sources,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.sources = sources;
    this.board = board;
    this.threads = Executors.newFixedThreadPool(threads, named());
    clock = new StageClock("loader", threads);
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
    Source source = sources.get(order.split());
    LongAdder nanos = new LongAdder();
    CompletionStage<PixelBatch> loading =
        source == null
            ? CompletableFuture.failedFuture(
                new IllegalStateException("split: " + order.split() + " (expected: a loaded one)"))
            : source.load(order.plan(), work -> threads.execute(() -> timed(work, nanos)));
    getContext()
        .pipeToSelf(loading, (batch, error) -> new Loaded(order, batch, error, nanos.sum()));
    return this;
  }

  private static void timed(Runnable work, LongAdder nanos) {
    long began = System.nanoTime();
    work.run();
    nanos.add(System.nanoTime() - began);
  }

  private Behavior<Command> onLoaded(Loaded loaded) {
    waiting--;
    PixelBatch batch = loaded.batch();
    if (batch == null) {
      clock.survived(1);
      loaded.order().replyTo().tell(StatusReply.error(Failures.cause(loaded.error())));
    } else {
      clock.worked(loaded.nanos(), batch.rows());
      clock.survived(batch.unreadable().size());
      loaded.order().replyTo().tell(StatusReply.success(batch));
    }
    board.tell(new StatusBoard.Stage(status()));
    return this;
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
