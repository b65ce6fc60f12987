package io.reflux.run;

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
import io.reflux.stream.EmbedStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the test split with a snapshot of a network and measures the embeddings, while training
 * goes on. Runs on its own thread; one snapshot after the other, in the order in which they came.
 */
final class Evaluator extends AbstractBehavior<Evaluator.Command> {

  /** What an evaluator is told. */
  sealed interface Command {}

  /**
   * Measure a network; it is loaded on this actor's thread and closed there.
   *
   * @param network its name: a student's, or {@code teacher}
   */
  record Evaluate(
      String network,
      Supplier<Lane.Model> loading,
      ActorRef<StatusReply<Map<String, Double>>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  private record Embed(PixelBatch batch, ActorRef<StatusReply<Done>> replyTo) implements Command {}

  private record Embedded(@Nullable Throwable error) implements Command {}

  /**
   * What an evaluator works with.
   *
   * @param plans the test split in batches
   * @param load decodes and cuts the images of a plan
   * @param loadDepth how many batches are loaded ahead
   * @param measure metrics of the rows gathered of a network, by its name; may use native memory on
   *     this thread
   * @param timeout how long one batch may take
   */
  record Means(
      Iterable<BatchPlan> plans,
      Function<BatchPlan, CompletionStage<PixelBatch>> load,
      int loadDepth,
      BiFunction<String, GatheredRows, Map<String, Double>> measure,
      Duration timeout) {}

  static Behavior<Command> create(Means means, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Evaluator(context, means, board));
  }

  private final Means means;
  private final ActorRef<StatusBoard.Command> board;
  private final StageClock clock = new StageClock("evaluator", 1);
  private final Deque<Evaluate> orders = new ArrayDeque<>();
  private Lane.@Nullable Model model;
  private GatheredRows rows = new GatheredRows();

  private Evaluator(
      ActorContext<Command> context, Means means, ActorRef<StatusBoard.Command> board) {
    super(context);
    this.means = means;
    this.board = board;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Evaluate.class, this::onEvaluate)
        .onMessage(Embed.class, this::onEmbed)
        .onMessage(Embedded.class, this::onEmbedded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onEvaluate(Evaluate order) {
    orders.add(order);
    if (orders.size() == 1) {
      begin(order);
    }
    return this;
  }

  private void begin(Evaluate order) {
    rows = new GatheredRows();
    long began = System.nanoTime();
    try {
      model = order.loading().get();
    } catch (RuntimeException e) {
      getContext().getSelf().tell(new Embedded(e));
      return;
    } finally {
      clock.worked(System.nanoTime() - began, 0);
    }
    EmbedStream stream = new EmbedStream(means.load(), this::embed, means.loadDepth());
    getContext()
        .pipeToSelf(
            stream.over(means.plans()).run(getContext().getSystem()),
            (done, error) -> new Embedded(error));
  }

  private CompletionStage<Done> embed(PixelBatch batch) {
    return AskPattern.askWithStatus(
        getContext().getSelf(),
        replyTo -> new Embed(batch, replyTo),
        means.timeout(),
        getContext().getSystem().scheduler());
  }

  private Behavior<Command> onEmbed(Embed order) {
    long began = System.nanoTime();
    PixelBatch batch = order.batch();
    Lane.Model loaded = model;
    try {
      if (loaded == null) {
        throw new IllegalStateException("evaluator: no network (expected: one loaded)");
      }
      if (batch.rows() > 0) {
        Lane.Images images = new Lane.Images(batch.pixels(), batch.rows(), batch.side());
        rows.add(loaded.infer(images), batch);
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
    drop();
    Evaluate order = orders.remove();
    if (embedded.error() != null) {
      order.replyTo().tell(StatusReply.error(Failures.cause(embedded.error())));
    } else {
      measure(order);
    }
    rows = new GatheredRows();
    board.tell(new StatusBoard.Stage(status("idle")));
    Evaluate next = orders.peek();
    if (next != null) {
      begin(next);
    }
    return this;
  }

  private void measure(Evaluate order) {
    long began = System.nanoTime();
    try {
      order.replyTo().tell(StatusReply.success(means.measure().apply(order.network(), rows)));
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

  private void drop() {
    Lane.Model loaded = model;
    model = null;
    if (loaded != null) {
      loaded.close();
    }
  }

  private StageStatus status(String state) {
    Lane.Model loaded = model;
    return clock.status(state, orders.size(), loaded == null ? 0 : loaded.liveTensors());
  }
}
