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

/**
 * One device with one loaded teacher. Runs on its own thread. After a failure it drops the teacher
 * and loads it afresh for the next question; asking again is the pool's business.
 */
public final class Lane extends AbstractBehavior<Lane.Command> {

  /** What a lane is told. */
  public sealed interface Command {}

  /**
   * Compute the teacher's outputs of some images.
   *
   * @param subject what they are, as it is shown: {@code batch 12}
   */
  public record Infer(
      Images images, String subject, ActorRef<StatusReply<Map<String, HostTensor>>> replyTo)
      implements Command {}

  /** It has failed too often and is asked no more, unless all others end; it frees its teacher. */
  public record PutAside() implements Command {}

  public static Behavior<Command> create(
      StageSettings settings, Supplier<FrozenModel> loading, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Lane(context, settings, loading, board));
  }

  private final Owned<FrozenModel> teacher;
  private final StageFrame frame;
  private boolean aside;

  private Lane(
      ActorContext<Command> context,
      StageSettings settings,
      Supplier<FrozenModel> loading,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    teacher = new Owned<>(loading, FrozenModel::liveTensors);
    frame = new StageFrame(settings, teacher, board);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Infer.class, this::onInfer)
        .onMessage(PutAside.class, aside -> onPutAside())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onInfer(Infer question) {
    Images images = question.images();
    if (aside) {
      aside = false;
      frame.between(StageState.IDLE);
    }
    boolean answered =
        frame.answer(
            question.replyTo(),
            new StageWork("inferring", question.subject(), images.rows()),
            () -> teacher.get().infer(images));
    if (!answered) {
      frame.letGo();
    }
    return this;
  }

  private Behavior<Command> onPutAside() {
    aside = true;
    frame.letGo();
    frame.between(StageState.ASIDE);
    return this;
  }

  private Behavior<Command> onStopped() {
    frame.stopped();
    return this;
  }
}
