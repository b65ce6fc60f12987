package io.reflux.stage;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.Student;
import io.reflux.train.StudentState;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns one student on its device, on its own thread, and takes one batch at a time. A failed step
 * is answered as such and leaves the student as it was when the step failed: the run ends then, and
 * the last checkpoint stands.
 */
public final class Trainer extends AbstractBehavior<Trainer.Command> {

  /** What a trainer is told. */
  public sealed interface Command {}

  /** Take one step; answer with the student right after it if a snapshot is wanted. */
  public record Train(
      TaughtBatch batch, boolean snapshot, ActorRef<StatusReply<StepReport>> replyTo)
      implements Command {}

  /** Answer with the student as it is. */
  public record TakeSnapshot(ActorRef<StatusReply<StudentState>> replyTo) implements Command {}

  /** Give some of what the method trains and remembers other values. */
  public record Assign(
      Map<String, HostTensor> trainables,
      Map<String, HostTensor> memories,
      ActorRef<StatusReply<Done>> replyTo)
      implements Command {}

  /** Tell how it goes. */
  record GetStatus(ActorRef<StageStatus> replyTo) implements Command {}

  public static Behavior<Command> create(
      String name, Supplier<Student> loading, ActorRef<StatusBoard.Command> board) {
    return Behaviors.setup(context -> new Trainer(context, name, loading, board));
  }

  private final Supplier<Student> loading;
  private final ActorRef<StatusBoard.Command> board;
  private final StageClock clock;
  private @Nullable Student student;

  private Trainer(
      ActorContext<Command> context,
      String name,
      Supplier<Student> loading,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.loading = loading;
    this.board = board;
    clock = new StageClock("trainer-" + name, 1);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Train.class, this::onTrain)
        .onMessage(TakeSnapshot.class, this::onTakeSnapshot)
        .onMessage(Assign.class, this::onAssign)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onTrain(Train order) {
    long began = System.nanoTime();
    try {
      StepReport step = student().step(order.batch());
      StepReport report = order.snapshot() ? step.with(student().snapshot()) : step;
      clock.worked(System.nanoTime() - began, order.batch().pixels().rows());
      order.replyTo().tell(StatusReply.success(report));
    } catch (RuntimeException e) {
      order.replyTo().tell(StatusReply.error(e));
    }
    board.tell(new StatusBoard.Stage(status("idle")));
    return this;
  }

  private Behavior<Command> onTakeSnapshot(TakeSnapshot question) {
    try {
      question.replyTo().tell(StatusReply.success(student().snapshot()));
    } catch (RuntimeException e) {
      question.replyTo().tell(StatusReply.error(e));
    }
    return this;
  }

  private Behavior<Command> onAssign(Assign order) {
    try {
      student().assign(order.trainables(), order.memories());
      order.replyTo().tell(StatusReply.success(Done.getInstance()));
    } catch (RuntimeException e) {
      order.replyTo().tell(StatusReply.error(e));
    }
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    question.replyTo().tell(status("idle"));
    return this;
  }

  private Behavior<Command> onStopped() {
    Student loaded = student;
    student = null;
    if (loaded != null) {
      loaded.close();
    }
    board.tell(new StatusBoard.Stage(status("stopped")));
    return this;
  }

  private Student student() {
    Student loaded = student;
    if (loaded == null) {
      loaded = loading.get();
      student = loaded;
    }
    return loaded;
  }

  private StageStatus status(String state) {
    Student loaded = student;
    return clock.status(state, 0, loaded == null ? 0 : loaded.liveTensors());
  }
}
