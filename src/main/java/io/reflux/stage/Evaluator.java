package io.reflux.stage;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.stream.EmbedStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
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
public final class Evaluator extends AbstractBehavior<Evaluator.Command> {

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

  /** Embed images with a network for a sitting of somebody else's, which keeps what it finds. */
  public record Visit(
      Sitting sitting,
      Supplier<FrozenModel> loading,
      ActorRef<StatusReply<Map<String, Double>>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  /** What is done next, with which network, and for whom. */
  private record Order(
      Supplier<Sitting> sitting,
      Supplier<FrozenModel> loading,
      ActorRef<StatusReply<Map<String, Double>>> replyTo) {}

  private record Embed(PixelBatch batch, ActorRef<StatusReply<Done>> replyTo) implements Command {}

  /** The network is loaded, or a pass has ended: time for the next one. */
  private record Embedded(@Nullable Throwable error) implements Command {}

  /**
   * What an evaluator works with.
   *
   * @param load decodes and cuts the images of a plan
   * @param loadDepth how many batches are loaded ahead
   * @param sittings what is done with a network, by its name; used on this actor's thread only
   * @param timeout how long one batch may take
   */
  public record Dependencies(
      BiFunction<Split, BatchPlan, CompletionStage<PixelBatch>> load,
      int loadDepth,
      Function<String, Sitting> sittings,
      Duration timeout) {}

  /** A whole visit to some examples. */
  public record Pass(Split split, Iterable<BatchPlan> plans) {}

  /** What is done with one network: passes over images, one after the other, then numbers. */
  public interface Sitting extends AutoCloseable {

    /** The next pass; empty when there is no further one. */
    Optional<Pass> next();

    /** Takes what the network made of a batch of the pass. */
    void add(Map<String, HostTensor> outputs, PixelBatch batch);

    /** The metrics, after all passes; may use native memory. */
    Map<String, Double> metrics();

    @Override
    void close();
  }

  public static Behavior<Command> create(
      Dependencies dependencies, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Evaluator(context, dependencies, board));
  }

  private final Dependencies dependencies;
  private final ActorRef<StatusBoard.Command> board;
  private final StageClock clock = new StageClock("evaluator", 1);
  private final Deque<Order> orders = new ArrayDeque<>();
  private @Nullable FrozenModel model;
  private @Nullable Sitting sitting;

  private Evaluator(
      ActorContext<Command> context,
      Dependencies dependencies,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.dependencies = dependencies;
    this.board = board;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Evaluate.class, this::onEvaluate)
        .onMessage(Visit.class, this::onVisit)
        .onMessage(Embed.class, this::onEmbed)
        .onMessage(Embedded.class, this::onEmbedded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onEvaluate(Evaluate order) {
    return add(
        new Order(
            () -> dependencies.sittings().apply(order.network()),
            order.loading(),
            order.replyTo()));
  }

  private Behavior<Command> onVisit(Visit order) {
    return add(new Order(order::sitting, order.loading(), order.replyTo()));
  }

  private Behavior<Command> add(Order order) {
    orders.add(order);
    if (orders.size() == 1) {
      begin(order);
    }
    return this;
  }

  private void begin(Order order) {
    long began = System.nanoTime();
    try {
      sitting = order.sitting().get();
      model = order.loading().get();
    } catch (RuntimeException e) {
      getContext().getSelf().tell(new Embedded(e));
      return;
    } finally {
      clock.worked(System.nanoTime() - began, 0);
    }
    getContext().getSelf().tell(new Embedded(null));
  }

  /** Begins the next pass of the sitting; false if there is none. */
  private boolean goOn() {
    Optional<Pass> next = sitting().next();
    next.ifPresent(
        pass -> {
          EmbedStream stream =
              new EmbedStream(
                  plan -> dependencies.load().apply(pass.split(), plan),
                  this::embed,
                  dependencies.loadDepth());
          getContext()
              .pipeToSelf(
                  stream.over(pass.plans()).run(getContext().getSystem()),
                  (done, error) -> new Embedded(error));
        });
    return next.isPresent();
  }

  private Sitting sitting() {
    return Objects.requireNonNull(sitting);
  }

  private CompletionStage<Done> embed(PixelBatch batch) {
    return AskPattern.askWithStatus(
        getContext().getSelf(),
        replyTo -> new Embed(batch, replyTo),
        dependencies.timeout(),
        getContext().getSystem().scheduler());
  }

  private Behavior<Command> onEmbed(Embed order) {
    long began = System.nanoTime();
    PixelBatch batch = order.batch();
    FrozenModel loaded = model;
    try {
      if (loaded == null) {
        throw new IllegalStateException("evaluator: no network (expected: one loaded)");
      }
      if (batch.rows() > 0) {
        Images images = new Images(batch.pixels(), batch.rows(), batch.side());
        sitting().add(loaded.infer(images), batch);
      }
      clock.worked(System.nanoTime() - began, batch.rows());
      order.replyTo().tell(StatusReply.success(Done.getInstance()));
    } catch (RuntimeException e) {
      order.replyTo().tell(StatusReply.error(e));
    } finally {
      batch.release();
    }
    board.tell(new StatusBoard.Stage(status("working")));
    return this;
  }

  private Behavior<Command> onEmbedded(Embedded embedded) {
    Throwable error = embedded.error();
    if (error == null) {
      try {
        if (goOn()) {
          return this;
        }
      } catch (RuntimeException e) {
        error = e;
      }
    }
    unload();
    Order order = orders.remove();
    if (error != null) {
      order.replyTo().tell(StatusReply.error(Failures.cause(error)));
    } else {
      measure(order);
    }
    drop();
    board.tell(new StatusBoard.Stage(status("idle")));
    Order next = orders.peek();
    if (next != null) {
      begin(next);
    }
    return this;
  }

  private void measure(Order order) {
    long began = System.nanoTime();
    try {
      order.replyTo().tell(StatusReply.success(sitting().metrics()));
    } catch (RuntimeException e) {
      order.replyTo().tell(StatusReply.error(e));
    } finally {
      clock.worked(System.nanoTime() - began, 0);
    }
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(status(orders.isEmpty() ? "idle" : "working"));
    return this;
  }

  private Behavior<Command> onStopped() {
    drop();
    board.tell(new StatusBoard.Stage(status("stopped")));
    return this;
  }

  private void unload() {
    FrozenModel loaded = model;
    model = null;
    if (loaded != null) {
      loaded.close();
    }
  }

  private void drop() {
    unload();
    Sitting over = sitting;
    sitting = null;
    if (over != null) {
      over.close();
    }
  }

  private StageStatus status(String state) {
    FrozenModel loaded = model;
    return clock.status(state, orders.size(), loaded == null ? 0 : loaded.liveTensors());
  }
}
