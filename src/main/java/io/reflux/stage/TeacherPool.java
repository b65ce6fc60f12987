package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.setting.InputException;
import io.reflux.teacher.TaughtBatch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the teacher's outputs: from the cache where it can, else from the lane with the
 * least to do. What a lane failed to answer is asked again; what one was asked that is no more, or
 * rests, is asked of another. Without any lane, or its cache, the pool fails with the cause.
 */
public final class TeacherPool extends AbstractBehavior<TeacherPool.Command> {

  /** What the pool is told. */
  public sealed interface Command {}

  /** Add the teacher's outputs to a batch. */
  public record Teach(PixelBatch batch, ActorRef<StatusReply<TaughtBatch>> replyTo)
      implements Command {}

  private record LookedUp(Teach order, Cache.@Nullable Found found, @Nullable Throwable error)
      implements Command {}

  private record Fetched(
      TeacherQuestion question, @Nullable List<ShownImages> parts, @Nullable Throwable error)
      implements Command {}

  /** The lanes have rested. */
  private record Rested(TeacherQuestion question) implements Command {}

  private record Inferred(
      long number, @Nullable Map<String, HostTensor> outputs, @Nullable Throwable error)
      implements Command {}

  private record Kept(
      TeacherQuestion question,
      @Nullable Map<String, HostTensor> outputs,
      @Nullable Throwable error)
      implements Command {}

  /** Where the images come from that the teacher is shown. */
  public interface Shown {
    /** The images of some rows of a batch, in direct memory, those of each side apart. */
    CompletionStage<List<ShownImages>> images(PixelBatch batch, int[] rows);
  }

  /**
   * What a pool works with.
   *
   * @param lanes the lanes
   * @param cache the cache's actor; empty if nothing is kept
   * @param asked which rows of a batch the teacher is asked about
   * @param shown what the teacher is shown
   * @param retries how often a question is asked again
   * @param timeout how long an answer may take
   */
  public record Dependencies(
      List<StageSpawn<Lane.Command>> lanes,
      Optional<StageSpawn<Cache.Command>> cache,
      TeacherRows asked,
      Shown shown,
      int retries,
      Duration timeout) {}

  public static Behavior<Command> create(
      Dependencies dependencies, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new TeacherPool(context, dependencies, board));
  }

  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final StageAsk ask;
  private final StageClock clock;
  private final List<ActorRef<Lane.Command>> lanes;
  private final Optional<ActorRef<Cache.Command>> cache;
  private final LaneBalance<TeacherQuestion> balance;
  private final Set<Teach> waiting = new LinkedHashSet<>();
  private long computed;

  private TeacherPool(
      ActorContext<Command> context,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.dependencies = dependencies;
    this.board = board;
    ask = StageAsk.of(context.getSystem(), board);
    clock = new StageClock(context.getSelf().path().name(), "", System::nanoTime);
    lanes = dependencies.lanes().stream().map(lane -> lane.below(context)).toList();
    cache = dependencies.cache().map(files -> files.below(context));
    lanes.forEach(context::watch);
    cache.ifPresent(context::watch);
    balance = new LaneBalance<>(lanes.size(), clock.now());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Teach.class, this::onTeach)
        .onMessage(LookedUp.class, this::onLookedUp)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Rested.class, rested -> infer(rested.question()))
        .onMessage(Inferred.class, this::onInferred)
        .onMessage(Kept.class, this::onKept)
        .onSignal(ChildFailed.class, this::onFailed)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> onTeach(Teach order) {
    waiting.add(order);
    long[] keys = dependencies.asked().keys(order.batch());
    if (cache.isEmpty()) {
      return fetch(TeacherQuestion.of(order, Map.of(), MissingRows.all(keys)));
    }
    getContext()
        .pipeToSelf(
            ask.<Cache.Command, Cache.Found>patiently(
                cache.get(), dependencies.timeout(), to -> new Cache.LookUp(keys, to)),
            (found, error) -> new LookedUp(order, found, error));
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
    return parts == null
        ? fail(fetched.question().order(), fetched.error())
        : infer(fetched.question().with(parts));
  }

  /** Asks a lane, or waits until one has rested. */
  private Behavior<Command> infer(TeacherQuestion question) {
    OptionalInt next = balance.next(clock.now());
    if (next.isEmpty()) {
      Duration rest = balance.rest(clock.now());
      getContext().scheduleOnce(rest, getContext().getSelf(), new Rested(question));
      return told();
    }
    int lane = next.getAsInt();
    long number = balance.asked(lane, question);
    getContext()
        .pipeToSelf(
            ask.<Lane.Command, Map<String, HostTensor>>ask(
                lanes.get(lane),
                dependencies.timeout(),
                to -> new Lane.Infer(question.next(), question.subject(), to)),
            (outputs, error) -> new Inferred(number, outputs, error));
    return told();
  }

  private Behavior<Command> onInferred(Inferred inferred) {
    LaneBalance.Asked<TeacherQuestion> was = balance.answered(inferred.number());
    if (was == null) {
      return this; // its lane is no more, and another one was asked
    }
    Map<String, HostTensor> outputs = inferred.outputs();
    if (outputs != null) {
      return answered(was.question().answered(outputs));
    }
    clock.survived();
    Optional<Duration> rest = Failures.rest(inferred.error());
    if (rest.isPresent()) {
      balance.rests(was.lane(), clock.now() + rest.get().toNanos());
      return infer(was.question());
    }
    return was.question().failures() < dependencies.retries()
        ? infer(was.question().failedAgain())
        : fail(was.question().order(), inferred.error());
  }

  private Behavior<Command> answered(TeacherQuestion question) {
    if (!question.done()) {
      return infer(question);
    }
    try {
      return keep(question, question.computed());
    } catch (InputException e) {
      return fail(question.order(), e);
    }
  }

  private Behavior<Command> keep(TeacherQuestion question, Map<String, HostTensor> outputs) {
    long[] keys = question.missing().keys();
    if (cache.isEmpty()) {
      computed += keys.length;
      board.tell(new CacheCounts(0, computed).toldBy(getContext().getSelf().path().name()));
      return answer(question.order(), question.missing().fill(Map.of(), outputs));
    }
    getContext()
        .pipeToSelf(
            ask.<Cache.Command, Map<String, HostTensor>>patiently(
                cache.get(), dependencies.timeout(), to -> new Cache.Keep(keys, outputs, to)),
            (kept, error) -> new Kept(question, kept, error));
    return told();
  }

  private Behavior<Command> onKept(Kept kept) {
    Map<String, HostTensor> outputs = kept.outputs();
    TeacherQuestion question = kept.question();
    return outputs == null
        ? fail(question.order(), kept.error())
        : answer(question.order(), question.missing().fill(question.found(), outputs));
  }

  private Behavior<Command> answer(Teach order, Map<String, HostTensor> outputs) {
    waiting.remove(order);
    clock.handled(order.batch().rows());
    order.replyTo().tell(StatusReply.success(dependencies.asked().taught(order.batch(), outputs)));
    return told();
  }

  private Behavior<Command> fail(Teach order, @Nullable Throwable error) {
    waiting.remove(order);
    order.replyTo().tell(StatusReply.error(Failures.cause(error)));
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
    int lane = lanes.stream().map(ActorRef::path).toList().indexOf(stage.path());
    List<TeacherQuestion> open = lane < 0 ? List.of() : balance.gone(lane);
    if (lane < 0 || balance.allGone()) {
      waiting.forEach(order -> order.replyTo().tell(StatusReply.error(cause)));
      throw cause;
    }
    getContext().getLog().warn("{} is no more; others are asked", stage.path().name(), cause);
    open.forEach(this::infer);
    return told();
  }

  private Behavior<Command> told() {
    StageState state = waiting.isEmpty() ? StageState.IDLE : StageState.WAITING;
    Optional<String> words =
        balance
            .oldest()
            .map(at -> lanes.get(at.lane()).path().name() + " has " + at.question().subject());
    board.tell(
        new StatusBoard.Stage(
            clock
                .report(state, balance.open(), 0)
                .at(words.map(doing -> new StageReport.Piece(doing, 0, 0)))));
    return this;
  }

  /** Shows the teacher the very pixels that the students see. */
  public static Shown samePixels() {
    return (batch, rows) -> CompletableFuture.completedFuture(Pixels.gather(batch, rows));
  }
}
