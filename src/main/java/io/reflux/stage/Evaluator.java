package io.reflux.stage;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.network.FrozenModel;
import io.reflux.stream.EmbedStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Embeds what is measured with a snapshot of a network and measures the embeddings, while training
 * goes on. Runs on its own thread; one snapshot after the other, in the order in which they came.
 */
public final class Evaluator {

  /** What an evaluator is told. */
  public sealed interface Command {}

  /**
   * Measure a network; it is loaded on this actor's thread and closed there.
   *
   * @param network its name: a student's, or {@code teacher}
   */
  public record Evaluate(
      String network,
      Supplier<FrozenModel> loading,
      ActorRef<StatusReply<Map<String, Double>>> replyTo)
      implements Command {}

  /**
   * Embed images with a network for a job of somebody else's.
   *
   * @param network its name
   * @param job makes the job
   */
  public record Survey<R>(
      String network,
      Supplier<? extends EvaluationJob<R>> job,
      Supplier<FrozenModel> loading,
      ActorRef<StatusReply<R>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  private record Embed(PixelBatch batch, ActorRef<StatusReply<Done>> replyTo) implements Command {}

  /** A pass has ended. */
  private record Embedded(@Nullable Throwable error) implements Command {}

  /**
   * What an evaluator works with.
   *
   * @param load decodes and cuts the images of a plan
   * @param loadDepth how many batches are loaded ahead
   * @param measuring the job that measures a network, by its name
   * @param timeout how long one batch may take
   */
  public record Dependencies(
      BiFunction<Split, BatchPlan, CompletionStage<PixelBatch>> load,
      int loadDepth,
      Function<String, EvaluationJob<Map<String, Double>>> measuring,
      Duration timeout) {}

  public static Behavior<Command> create(
      Dependencies dependencies, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Evaluator(context, dependencies, board).idle());
  }

  private final ActorContext<Command> context;
  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final StageClock clock = new StageClock("evaluator", 1);
  private final Deque<EvaluationRun<?>> waiting = new ArrayDeque<>();

  private Evaluator(
      ActorContext<Command> context,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    this.context = context;
    this.dependencies = dependencies;
    this.board = board;
  }

  // Phases

  /** Nothing to do. */
  private Behavior<Command> idle() {
    return questions(this::begin)
        .onMessage(GetStatus.class, question -> onGetStatus(question, status("idle", 0)))
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  /** The passes of a run are embedded, one after the other; other questions wait. */
  private Behavior<Command> embedding(EvaluationRun<?> run) {
    return questions(this::wait)
        .onMessage(Embed.class, order -> onEmbed(run, order))
        .onMessage(Embedded.class, embedded -> onEmbedded(run, embedded))
        .onMessage(
            GetStatus.class,
            question -> onGetStatus(question, status("working", run.liveTensors())))
        .onSignal(
            PostStop.class,
            signal -> {
              run.close();
              return onStopped();
            })
        .build();
  }

  private BehaviorBuilder<Command> questions(Function<EvaluationRun<?>, Behavior<Command>> taking) {
    return Behaviors.receive(Command.class)
        .onMessage(Evaluate.class, question -> taking.apply(new EvaluationRun<>(order(question))))
        .onMessage(Survey.class, question -> taking.apply(run((Survey<?>) question)));
  }

  private EvaluationRun.Order<Map<String, Double>> order(Evaluate question) {
    return new EvaluationRun.Order<>(
        question.network(),
        () -> dependencies.measuring().apply(question.network()),
        question.loading(),
        question.replyTo());
  }

  private static <R> EvaluationRun<R> run(Survey<R> question) {
    return new EvaluationRun<>(
        new EvaluationRun.Order<>(
            question.network(), question.job(), question.loading(), question.replyTo()));
  }

  // Messages

  private Behavior<Command> wait(EvaluationRun<?> run) {
    waiting.add(run);
    return Behaviors.same();
  }

  private Behavior<Command> begin(EvaluationRun<?> run) {
    long began = System.nanoTime();
    try {
      run.open();
      return goOn(run);
    } catch (RuntimeException e) {
      return fail(run, e);
    } finally {
      clock.worked(System.nanoTime() - began, 0);
    }
  }

  /** Begins the next pass of a run, or ends it if there is none. */
  private Behavior<Command> goOn(EvaluationRun<?> run) {
    Optional<EvaluationJob.Pass> next = run.next();
    if (next.isEmpty()) {
      return finish(run);
    }
    EvaluationJob.Pass pass = next.get();
    EmbedStream stream =
        new EmbedStream(
            plan -> dependencies.load().apply(pass.split(), plan),
            this::embed,
            dependencies.loadDepth());
    context.pipeToSelf(
        stream.over(pass.plans()).run(context.getSystem()), (done, error) -> new Embedded(error));
    return embedding(run);
  }

  private CompletionStage<Done> embed(PixelBatch batch) {
    return AskPattern.askWithStatus(
        context.getSelf(),
        replyTo -> new Embed(batch, replyTo),
        dependencies.timeout(),
        context.getSystem().scheduler());
  }

  private Behavior<Command> onEmbed(EvaluationRun<?> run, Embed order) {
    long began = System.nanoTime();
    PixelBatch batch = order.batch();
    try {
      run.embed(batch);
      clock.worked(System.nanoTime() - began, batch.rows());
      order.replyTo().tell(StatusReply.success(Done.getInstance()));
    } catch (RuntimeException e) {
      order.replyTo().tell(StatusReply.error(e));
    } finally {
      batch.release();
    }
    board.tell(new StatusBoard.Stage(status("working", run.liveTensors())));
    return Behaviors.same();
  }

  private Behavior<Command> onEmbedded(EvaluationRun<?> run, Embedded embedded) {
    if (embedded.error() != null) {
      return fail(run, Failures.cause(embedded.error()));
    }
    try {
      return goOn(run);
    } catch (RuntimeException e) {
      return fail(run, e);
    }
  }

  private Behavior<Command> finish(EvaluationRun<?> run) {
    long began = System.nanoTime();
    try {
      run.finish();
    } finally {
      clock.worked(System.nanoTime() - began, 0);
    }
    return next(run);
  }

  private Behavior<Command> fail(EvaluationRun<?> run, Throwable cause) {
    run.fail(cause);
    return next(run);
  }

  /** Frees a run that is over and begins one that waits. */
  private Behavior<Command> next(EvaluationRun<?> over) {
    over.close();
    board.tell(new StatusBoard.Stage(status("idle", 0)));
    EvaluationRun<?> next = waiting.poll();
    return next == null ? idle() : begin(next);
  }

  private Behavior<Command> onGetStatus(GetStatus question, StageStatus status) {
    question.replyTo().tell(status);
    return Behaviors.same();
  }

  private Behavior<Command> onStopped() {
    board.tell(new StatusBoard.Stage(status("stopped", 0)));
    return Behaviors.same();
  }

  private StageStatus status(String state, int liveTensors) {
    return clock.status(state, waiting.size(), liveTensors);
  }
}
