package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.setting.InputException;
import io.reflux.teacher.TaughtBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the teacher's outputs: from the cache where it can, else from lanes. The rows that
 * are missing are cut into chunks of a fixed number, and these shared out over all lanes, so the
 * answers don't depend, to the bit, on how many there are. What a lane failed to answer is asked
 * again, of another if there is one. Without any lane, or its cache, the pool fails with the cause;
 * one that began without lanes waits for such as come.
 */
public final class TeacherPool extends AbstractBehavior<TeacherPool.Command> {

  /** What the pool is told. */
  public sealed interface Command {}

  /** Add the teacher's outputs to a batch. */
  public record Teach(PixelBatch batch, ActorRef<StatusReply<TaughtBatch>> replyTo)
      implements Command {}

  /** There is one more lane. */
  public record LaneCame(StageSpawn<Lane.Command> lane) implements Command {}

  private record LookedUp(Teach order, Cache.@Nullable Found found, @Nullable Throwable error)
      implements Command {}

  private record Fetched(
      TeacherQuestion question, @Nullable List<ShownImages> parts, @Nullable Throwable error)
      implements Command {}

  /** A lane has rested, or may hang. */
  record Look() implements Command {}

  /** Images have waited long enough for those of later batches. */
  private record Gathered() implements Command {}

  /** A lane has answered what it was asked by a number, or failed to. */
  record Inferred(long number, @Nullable Map<String, HostTensor> outputs, @Nullable Throwable error)
      implements Command {}

  private record Kept(
      TeacherQuestion question,
      @Nullable Map<String, HostTensor> outputs,
      @Nullable Throwable error)
      implements Command {}

  /**
   * What a pool works with.
   *
   * @param lanes the lanes; with none, the pool waits for those that come
   * @param cache the cache's actor; empty if nothing is kept
   * @param asked which rows of a batch the teacher is asked about
   * @param shown what the teacher is shown
   * @param asking how lanes are asked
   * @param tally counts what is computed without a cache
   */
  public record Dependencies(
      List<StageSpawn<Lane.Command>> lanes,
      Optional<StageSpawn<Cache.Command>> cache,
      TeacherRows asked,
      TeacherImages shown,
      LaneAsking asking,
      CacheTally tally) {}

  public static Behavior<Command> create(
      Dependencies dependencies, ActorRef<StatusBoard.Command> board) {
    return Behaviors.withTimers(
        timers ->
            Behaviors.setup(context -> new TeacherPool(context, timers, dependencies, board)));
  }

  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final StageAsk ask;
  private final StageClock clock;
  private final PoolLanes lanes;
  private final Optional<ActorRef<Cache.Command>> cache;
  private final TimerScheduler<Command> timers;
  private final MissingImages missing;

  private final PoolOrders orders;
  private long computed;

  private TeacherPool(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.dependencies = dependencies;
    this.board = board;
    ask = StageAsk.of(context.getSystem(), board);
    clock = new StageClock(context.getSelf().path().name(), "", System::nanoTime);
    this.timers = timers;
    missing = new MissingImages(dependencies.asking().chunk());
    orders = new PoolOrders(dependencies.asking().gathering());
    lanes = new PoolLanes(context, timers, dependencies, board);
    cache = dependencies.cache().map(files -> files.below(context));
    cache.ifPresent(context::watch);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Teach.class, this::onTeach)
        .onMessage(LaneCame.class, this::onLaneCame)
        .onMessage(LookedUp.class, this::onLookedUp)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Look.class, look -> told())
        .onMessage(Gathered.class, gathered -> onGathered())
        .onMessage(Inferred.class, this::onInferred)
        .onMessage(Kept.class, this::onKept)
        .onSignal(ChildFailed.class, this::onFailed)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> onTeach(Teach order) {
    orders.come(order);
    long[] keys = dependencies.asked().keys(order.batch());
    if (cache.isEmpty()) {
      return fetch(TeacherQuestion.of(order, Map.of(), MissingRows.all(keys)));
    }
    getContext()
        .pipeToSelf(
            ask.<Cache.Command, Cache.Found>patiently(
                cache.get(), dependencies.asking().timeout(), to -> new Cache.LookUp(keys, to)),
            (found, error) -> new LookedUp(order, found, error));
    return told();
  }

  private Behavior<Command> onLaneCame(LaneCame came) {
    lanes.come(came.lane());
    return told();
  }

  private Behavior<Command> onLookedUp(LookedUp looked) {
    Cache.Found found = looked.found();
    if (found == null) {
      return fail(looked.order(), looked.error());
    }
    MissingRows missing = MissingRows.of(found);
    return missing.isEmpty()
        ? answer(looked.order(), found.outputs())
        : fetch(TeacherQuestion.of(looked.order(), found.outputs(), missing));
  }

  private Behavior<Command> fetch(TeacherQuestion question) {
    PixelBatch batch = question.order().batch();
    int[] rows = dependencies.asked().rows(batch, question.missing().rows());
    getContext()
        .pipeToSelf(
            dependencies.shown().images(batch, rows),
            (parts, error) -> new Fetched(question, parts, error));
    return told();
  }

  private Behavior<Command> onFetched(Fetched fetched) {
    List<ShownImages> parts = fetched.parts();
    if (parts == null) {
      return fail(fetched.question().order(), fetched.error());
    }
    orders.known(fetched.question().order());
    missing.add(fetched.question(), parts).forEach(lanes::add);
    if (orders.gather()) {
      timers.startSingleTimer(new Gathered(), dependencies.asking().gathering().patience());
    }
    return told();
  }

  private Behavior<Command> onGathered() {
    missing.rest().forEach(lanes::add);
    return told();
  }

  private Behavior<Command> onInferred(Inferred inferred) {
    Map<String, HostTensor> outputs = inferred.outputs();
    if (outputs != null) {
      lanes.answered(inferred.number()).ifPresent(piece -> answered(piece, outputs));
      return told();
    }
    clock.survived();
    Throwable cause = Failures.cause(inferred.error());
    lanes.failed(inferred.number(), cause).ifPresent(piece -> fail(piece, cause));
    return told();
  }

  private void answered(TeacherPiece piece, Map<String, HostTensor> outputs) {
    try {
      piece.answered(outputs);
    } catch (InputException e) {
      fail(piece, e);
      return;
    }
    for (TeacherPiece.Share share : piece.shares()) {
      TeacherQuestion question = share.question();
      if (question.answers().areAll() && orders.isOpen(question.order())) {
        keep(question, question.answers().tensors());
      }
    }
  }

  private void fail(TeacherPiece piece, Throwable cause) {
    piece.shares().forEach(share -> fail(share.question().order(), cause));
  }

  private void keep(TeacherQuestion question, Map<String, HostTensor> outputs) {
    long[] keys = question.missing().keys();
    if (cache.isEmpty()) {
      computed += keys.length;
      dependencies.tally().add(new CacheCounts(0, keys.length));
      board.tell(new CacheCounts(0, computed).toldBy(getContext().getSelf().path().name()));
      answer(question.order(), question.missing().fill(Map.of(), outputs));
      return;
    }
    getContext()
        .pipeToSelf(
            ask.<Cache.Command, Map<String, HostTensor>>patiently(
                cache.get(),
                dependencies.asking().timeout(),
                to -> new Cache.Keep(keys, outputs, to)),
            (kept, error) -> new Kept(question, kept, error));
  }

  private Behavior<Command> onKept(Kept kept) {
    Map<String, HostTensor> outputs = kept.outputs();
    TeacherQuestion question = kept.question();
    return outputs == null
        ? fail(question.order(), kept.error())
        : answer(question.order(), question.missing().fill(question.found(), outputs));
  }

  private Behavior<Command> answer(Teach order, Map<String, HostTensor> outputs) {
    orders.answered(order);
    clock.handled(order.batch().rows());
    order.replyTo().tell(StatusReply.success(dependencies.asked().taught(order.batch(), outputs)));
    return told();
  }

  private Behavior<Command> fail(Teach order, @Nullable Throwable error) {
    if (orders.answered(order)) {
      order.replyTo().tell(StatusReply.error(Failures.cause(error)));
      lanes.drop(share -> !orders.isOpen(share.question().order()));
    }
    return told();
  }

  private Behavior<Command> onFailed(ChildFailed failed) {
    String name = failed.getRef().path().name();
    return onEnded(
        failed.getRef(), StageFailedException.of(name, Failures.cause(failed.getCause())));
  }

  private Behavior<Command> onTerminated(Terminated ended) {
    return onEnded(ended.getRef(), StageFailedException.ofEnded(ended.getRef().path().name()));
  }

  /** A lane or the cache is no more. */
  private Behavior<Command> onEnded(ActorRef<Void> stage, StageFailedException cause) {
    if (!lanes.survive(stage, cause)) {
      orders.fail(cause);
      throw cause;
    }
    return told();
  }

  /** Has lanes asked what they can be asked now, and tells the board. */
  private Behavior<Command> told() {
    if (orders.allHaveCome()) {
      missing.rest().forEach(lanes::add);
    }
    lanes.ask(clock.now());
    StageState state = orders.isEmpty() ? StageState.IDLE : StageState.WAITING;
    board.tell(
        new StatusBoard.Stage(
            clock
                .report(state, lanes.open(), 0)
                .at(lanes.words().map(doing -> new StageReport.Piece(doing, 0, 0)))));
    return this;
  }
}
