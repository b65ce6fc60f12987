package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.teacher.TaughtBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the teacher's outputs: from the cache where it can, else from the lane that has the
 * least to do. A question that a lane failed to answer goes to another lane, so often as {@code
 * retries} allows.
 */
public final class TeacherPool extends AbstractBehavior<TeacherPool.Command> {

  /** What the pool is told. */
  public sealed interface Command {}

  /** Add the teacher's outputs to a batch. */
  public record Teach(PixelBatch batch, ActorRef<StatusReply<TaughtBatch>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  private record LookedUp(Teach order, Cache.@Nullable Found found, @Nullable Throwable error)
      implements Command {}

  private record Fetched(
      Question question, @Nullable List<ShownImages> parts, @Nullable Throwable error)
      implements Command {}

  private record Inferred(
      Question question,
      int lane,
      @Nullable Map<String, HostTensor> outputs,
      @Nullable Throwable error)
      implements Command {}

  private record Kept(
      Question question, @Nullable Map<String, HostTensor> outputs, @Nullable Throwable error)
      implements Command {}

  /**
   * A batch whose missing rows are being computed: images of one side after those of another.
   *
   * @param parts the images of each side
   * @param answers the answers about the first of them
   * @param failures how often a lane has failed
   */
  private record Question(
      Teach order,
      Cache.Found found,
      MissingRows missing,
      List<ShownImages> parts,
      List<Map<String, HostTensor>> answers,
      int failures) {

    Question of(List<ShownImages> images) {
      return new Question(order, found, missing, images, List.of(), failures);
    }

    Question failedAgain() {
      return new Question(order, found, missing, parts, answers, failures + 1);
    }

    Question answered(Map<String, HostTensor> outputs) {
      List<Map<String, HostTensor>> more = new ArrayList<>(answers);
      more.add(outputs);
      return new Question(order, found, missing, parts, List.copyOf(more), failures);
    }

    boolean done() {
      return answers.size() == parts.size();
    }

    Images next() {
      return parts.get(answers.size()).images();
    }
  }

  /** Where the images come from that the teacher is shown. */
  public interface Shown {
    /** The images of some rows of a batch, in direct memory, those of each side apart. */
    CompletionStage<List<ShownImages>> images(PixelBatch batch, int[] rows);
  }

  /**
   * What a pool works with.
   *
   * @param lanes the lanes
   * @param cache the cache's actor
   * @param asked which rows of a batch the teacher is asked about
   * @param shown what the teacher is shown
   * @param retries how often a question is asked again
   * @param timeout how long an answer may take
   */
  public record Dependencies(
      List<ActorRef<Lane.Command>> lanes,
      ActorRef<Cache.Command> cache,
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
  private final StageClock clock;
  private final int[] load;
  private int waiting;

  private TeacherPool(
      ActorContext<Command> context,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    clock = new StageClock(context.getSelf().path().name(), 1);
    this.dependencies = dependencies;
    this.board = board;
    load = new int[dependencies.lanes().size()];
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Teach.class, this::onTeach)
        .onMessage(LookedUp.class, this::onLookedUp)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Inferred.class, this::onInferred)
        .onMessage(Kept.class, this::onKept)
        .onMessage(GetStatus.class, this::onGetStatus)
        .build();
  }

  private Behavior<Command> onTeach(Teach order) {
    waiting++;
    getContext()
        .pipeToSelf(
            this.<Cache.Command, Cache.Found>ask(
                dependencies.cache(),
                replyTo -> new Cache.LookUp(dependencies.asked().keys(order.batch()), replyTo)),
            (found, error) -> new LookedUp(order, found, error));
    return this;
  }

  private Behavior<Command> onLookedUp(LookedUp looked) {
    Cache.Found found = looked.found();
    if (found == null) {
      return fail(looked.order(), looked.error());
    }
    MissingRows missing = MissingRows.of(found);
    if (missing.rows().length == 0) {
      return answer(looked.order(), found.outputs());
    }
    fetch(new Question(looked.order(), found, missing, List.of(), List.of(), 0));
    return this;
  }

  private void fetch(Question question) {
    PixelBatch batch = question.order().batch();
    getContext()
        .pipeToSelf(
            dependencies
                .shown()
                .images(batch, dependencies.asked().rows(batch, question.missing().rows())),
            (parts, error) -> new Fetched(question, parts, error));
  }

  private Behavior<Command> onFetched(Fetched fetched) {
    List<ShownImages> parts = fetched.parts();
    if (parts == null) {
      return fail(fetched.question().order(), fetched.error());
    }
    infer(fetched.question().of(parts));
    return this;
  }

  private void infer(Question question) {
    int lane = leastLoaded();
    load[lane]++;
    getContext()
        .pipeToSelf(
            this.<Lane.Command, Map<String, HostTensor>>ask(
                dependencies.lanes().get(lane),
                replyTo -> new Lane.Infer(question.next(), replyTo)),
            (outputs, error) -> new Inferred(question, lane, outputs, error));
  }

  private Behavior<Command> onInferred(Inferred inferred) {
    load[inferred.lane()]--;
    Question question = inferred.question();
    Map<String, HostTensor> outputs = inferred.outputs();
    if (outputs != null) {
      return answered(question.answered(outputs));
    }
    clock.survived(1);
    if (question.failures() < dependencies.retries()) {
      infer(question.failedAgain());
      return this;
    }
    return fail(question.order(), inferred.error());
  }

  private Behavior<Command> answered(Question question) {
    if (!question.done()) {
      infer(question);
      return this;
    }
    try {
      keep(question, ShownImages.joined(question.parts(), question.answers()));
    } catch (IllegalArgumentException e) {
      return fail(question.order(), e);
    }
    return this;
  }

  private void keep(Question question, Map<String, HostTensor> outputs) {
    getContext()
        .pipeToSelf(
            this.<Cache.Command, Map<String, HostTensor>>ask(
                dependencies.cache(),
                replyTo -> new Cache.Keep(question.missing().keys(), outputs, replyTo)),
            (kept, error) -> new Kept(question, kept, error));
  }

  private Behavior<Command> onKept(Kept kept) {
    Map<String, HostTensor> outputs = kept.outputs();
    Question question = kept.question();
    return outputs == null
        ? fail(question.order(), kept.error())
        : answer(question.order(), question.missing().fill(question.found(), outputs));
  }

  private Behavior<Command> answer(Teach order, Map<String, HostTensor> outputs) {
    waiting--;
    clock.worked(0, order.batch().rows());
    order.replyTo().tell(StatusReply.success(dependencies.asked().taught(order.batch(), outputs)));
    board.tell(new StatusBoard.Stage(status()));
    return this;
  }

  private Behavior<Command> fail(Teach order, @Nullable Throwable error) {
    waiting--;
    order.replyTo().tell(StatusReply.error(Failures.cause(error)));
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(status());
    return this;
  }

  private <M, R> CompletionStage<R> ask(
      ActorRef<M> whom, akka.japi.function.Function<ActorRef<StatusReply<R>>, M> question) {
    return AskPattern.askWithStatus(
        whom, question, dependencies.timeout(), getContext().getSystem().scheduler());
  }

  private int leastLoaded() {
    int least = 0;
    for (int i = 1; i < load.length; i++) {
      least = load[i] < load[least] ? i : least;
    }
    return least;
  }

  private StageStatus status() {
    return clock.status(waiting > 0 ? "working" : "idle", Arrays.stream(load).sum(), 0);
  }

  /** Shows the teacher the very pixels that the students see. */
  public static Shown samePixels() {
    return (batch, rows) -> CompletableFuture.completedFuture(Pixels.gather(batch, rows));
  }
}
