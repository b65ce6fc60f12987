package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One device with one loaded teacher. Runs on its own thread. After a failure it drops the teacher
 * and loads it afresh for the next question; asking again is the pool's business.
 */
public final class Lane extends AbstractBehavior<Lane.Command> {

  /** What a lane is told. */
  public sealed interface Command {}

  /** Compute the teacher's outputs of some images. */
  record Infer(Images images, ActorRef<StatusReply<Map<String, HostTensor>>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  public static Behavior<Command> create(
      String name, Supplier<FrozenModel> loading, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Lane(context, name, loading, board));
  }

  private final Supplier<FrozenModel> loading;
  private final ActorRef<StatusBoard.Command> board;
  private final StageClock clock;
  private @Nullable FrozenModel model;

  private Lane(
      ActorContext<Command> context,
      String name,
      Supplier<FrozenModel> loading,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.loading = loading;
    this.board = board;
    clock = new StageClock(name, 1);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Infer.class, this::onInfer)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onInfer(Infer question) {
    long began = System.nanoTime();
    try {
      Map<String, HostTensor> outputs = model().infer(question.images());
      clock.worked(System.nanoTime() - began, question.images().rows());
      question.replyTo().tell(StatusReply.success(outputs));
    } catch (RuntimeException e) {
      getContext().getLog().warn("the teacher failed and is loaded afresh", e);
      drop();
      clock.survived(1);
      question.replyTo().tell(StatusReply.error(e));
    }
    board.tell(new StatusBoard.Stage(status("idle")));
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(status("idle"));
    return this;
  }

  private Behavior<Command> onStopped() {
    drop();
    board.tell(new StatusBoard.Stage(status("stopped")));
    return this;
  }

  private FrozenModel model() {
    FrozenModel loaded = model;
    if (loaded == null) {
      loaded = loading.get();
      model = loaded;
    }
    return loaded;
  }

  private void drop() {
    FrozenModel loaded = model;
    model = null;
    if (loaded != null) {
      loaded.close();
    }
  }

  private StageStatus status(String state) {
    FrozenModel loaded = model;
    return clock.status(state, 0, loaded == null ? 0 : loaded.liveTensors());
  }
}
