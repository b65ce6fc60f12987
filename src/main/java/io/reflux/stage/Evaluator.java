package io.reflux.stage;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
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

  private record Embed(PixelBatch batch, ActorRef<StatusReply<Done>> replyTo) implements Command {}

  /** A pass has ended. */
  private record Embedded(PassBatches pass, @Nullable Throwable error) implements Command {}

  /** The evaluator has rested after a fault. */
  private record Rested() implements Command {}

  /**
   * What an evaluator works with.
   *
   * @param load decodes and cuts the images of a plan
   * @param loadDepth how many batches are loaded ahead
   * @param measuring the job that measures a network, by its name
   * @param timeouts how long answers may take
   */
  public record Dependencies(
      BiFunction<Split, BatchPlan, CompletionStage<PixelBatch>> load,
      int loadDepth,
      Function<String, EvaluationJob<Map<String, Double>>> measuring,
      Timeouts timeouts) {}

  public static Behavior<Command> create(
      StageSettings settings, Dependencies dependencies, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Evaluator(context, settings, dependencies, board).idle());
  }

  private final ActorContext<Command> context;
  private final Dependencies dependencies;
  private final StageAsk ask;
  private final StageFrame frame;
  private final Deque<EvaluationRun<?>> waiting = new ArrayDeque<>();
  private @Nullable EvaluationRun<?> current;

  private Evaluator(
      ActorContext<Command> context,
      StageSettings settings,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    this.context = context;
    this.dependencies = dependencies;
    ask = StageAsk.of(context.getSystem(), board);
    frame = new StageFrame(settings, new Current(), board);
  }

  // Phases

  /** Nothing to do. */
  private Behavior<Command> idle() {
    return phase(BehaviorBuilder.create(), this::begin);
  }

  /** The passes of a run are embedded, one after the other; other questions wait. */
  private Behavior<Command> embedding(EvaluationRun<?> run) {
    BehaviorBuilder<Command> own =
        BehaviorBuilder.<Command>create()
            .onMessage(Embed.class, order -> run.holds(order.batch()), order -> onEmbed(run, order))
            .onMessage(
                Embedded.class, ended -> run.isAt(ended.pass()), ended -> onEmbedded(run, ended));
    return phase(own, this::wait);
  }

  /** A run has met a fault and is begun again after a while; other questions wait. */
  private Behavior<Command> resting(EvaluationRun<?> run) {
    BehaviorBuilder<Command> own = BehaviorBuilder.create();
    return phase(own.onMessage(Rested.class, rested -> begin(run)), this::wait);
  }

  /** What a phase takes, and what every phase does, also with what is left of a pass given up. */
  private Behavior<Command> phase(
      BehaviorBuilder<Command> own, Function<EvaluationRun<?>, Behavior<Command>> taking) {
    return own.onMessage(
            Evaluate.class, question -> taking.apply(new EvaluationRun<>(order(question))))
        .onMessage(Survey.class, question -> taking.apply(run((Survey<?>) question)))
        .onMessage(Embed.class, this::onLateEmbed)
        .onMessage(Embedded.class, late -> Behaviors.same())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
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
    frame.queue(waiting.size());
    return Behaviors.same();
  }

  private Behavior<Command> begin(EvaluationRun<?> run) {
    current = run;
    frame.between(StageState.WAITING);
    return attempt(
        run,
        () -> {
          frame.doing(new StageWork("loading", run.subject(), 0), run::open);
          return goOn(run);
        });
  }

  /** Begins the next pass of a run, or ends it if there is none. */
  private <R> Behavior<Command> goOn(EvaluationRun<R> run) {
    Optional<EvaluationJob.Pass> next =
        frame.work(new StageWork("preparing a pass of", run.subject(), 0), run::next);
    if (next.isPresent()) {
      return embed(run, next.get());
    }
    run.answer(
        StatusReply.success(frame.work(new StageWork("measuring", run.subject(), 0), run::result)));
    return next(run);
  }

  private Behavior<Command> embed(EvaluationRun<?> run, EvaluationJob.Pass pass) {
    PassBatches batches = new PassBatches(pass.split());
    run.pass(batches);
    EmbedStream stream =
        new EmbedStream(
            plan -> dependencies.load().apply(pass.split(), plan).thenApply(batches::loaded),
            this::embed,
            dependencies.loadDepth());
    context.pipeToSelf(
        stream.over(pass.plans()).run(context.getSystem()),
        (done, error) -> new Embedded(batches, error));
    return embedding(run);
  }

  private CompletionStage<Done> embed(PixelBatch batch) {
    return ask.ask(context.getSelf(), dependencies.timeouts().answer(), to -> new Embed(batch, to));
  }

  private Behavior<Command> onEmbed(EvaluationRun<?> run, Embed order) {
    PixelBatch batch = order.batch();
    String subject = "batch " + (batch.plan().step() + 1) + " with " + run.subject();
    StageWork work = new StageWork("embedding", subject, batch.rows());
    return attempt(
        run,
        () -> {
          try {
            frame.doing(work, () -> run.embed(batch));
            order.replyTo().tell(StatusReply.success(Done.getInstance()));
          } catch (RuntimeException | Error e) {
            order.replyTo().tell(StatusReply.error(e));
            throw e;
          } finally {
            run.done(batch);
          }
          return Behaviors.same();
        });
  }

  private Behavior<Command> onLateEmbed(Embed late) {
    late.replyTo().tell(StatusReply.error("the pass was given up"));
    return Behaviors.same();
  }

  private Behavior<Command> onEmbedded(EvaluationRun<?> run, Embedded embedded) {
    return embedded.error() == null
        ? attempt(run, () -> goOn(run))
        : fail(run, Failures.cause(embedded.error()));
  }

  /** Goes on with a run, which is begun again after a fault, and over after a failure. */
  private Behavior<Command> attempt(EvaluationRun<?> run, Supplier<Behavior<Command>> step) {
    try {
      return step.get();
    } catch (StageFaultException e) {
      return met(run, e.fault(), e.passing());
    } catch (Error e) {
      return met(run, e, true);
    } catch (RuntimeException e) {
      return fail(run, e);
    }
  }

  private Behavior<Command> met(EvaluationRun<?> run, Throwable fault, boolean passing) {
    Optional<Duration> rest = frame.met(fault, passing);
    if (rest.isEmpty()) {
      StageFailedException failure = frame.failure(fault);
      run.fail(failure);
      waiting.forEach(each -> each.fail(failure));
      throw failure;
    }
    context.scheduleOnce(rest.get(), context.getSelf(), new Rested());
    return resting(run);
  }

  private Behavior<Command> fail(EvaluationRun<?> run, Throwable cause) {
    run.fail(cause);
    return next(run);
  }

  /** Frees a run that is over and begins one that waits. */
  private Behavior<Command> next(EvaluationRun<?> over) {
    over.letGo();
    current = null;
    frame.between(StageState.IDLE);
    EvaluationRun<?> next = waiting.poll();
    frame.queue(waiting.size());
    return next == null ? idle() : begin(next);
  }

  private Behavior<Command> onStopped() {
    frame.stopped();
    return Behaviors.same();
  }

  /** The run at work, if there is one. */
  private final class Current implements Holding {
    @Override
    public int liveTensors() {
      return current == null ? 0 : current.liveTensors();
    }

    @Override
    public void letGo() {
      if (current != null) {
        current.letGo();
      }
    }
  }
}
