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
import io.reflux.batch.BatchPlan;
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
 * is answered as such, with the plan of its batch, and leaves the student as it was when the step
 * failed: the task ends then, or goes back to the last checkpoint as a whole. A trainer is never
 * begun afresh by itself: its student would have forgotten.
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

  /**
   * A trainer of a student.
   *
   * @param name the student's
   * @param device where it is trained
   */
  public static Behavior<Command> create(
      String name, String device, Supplier<Student> loading, ActorRef<StatusBoard.Command> board) {
    StageSettings settings = new StageSettings("trainer-" + name, device, Restarts.NONE);
    return Behaviors.setup(context -> new Trainer(context, name, settings, loading, board));
  }

  private final String name;
  private final Owned<Student> student;
  private final StageFrame frame;
  private @Nullable BatchPlan latest;

  private Trainer(
      ActorContext<Command> context,
      String name,
      StageSettings settings,
      Supplier<Student> loading,
      ActorRef<StatusBoard.Command> board) {
    super(context);
    this.name = name;
    student = new Owned<>(loading, Student::liveTensors);
    frame = new StageFrame(settings, student, board);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Train.class, this::onTrain)
        .onMessage(TakeSnapshot.class, this::onTakeSnapshot)
        .onMessage(Assign.class, this::onAssign)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onTrain(Train order) {
    BatchPlan plan = order.batch().pixels().plan();
    latest = plan;
    int rows = order.batch().pixels().rows();
    frame.answer(
        order.replyTo(),
        new StageWork("training", "step " + (plan.globalStep() + 1), rows),
        () -> told(plan, () -> step(order)));
    return this;
  }

  private Behavior<Command> onTakeSnapshot(TakeSnapshot question) {
    frame.answer(
        question.replyTo(),
        new StageWork("taking a snapshot", "", 0),
        () -> latest == null ? student.get().snapshot() : told(latest, student.get()::snapshot));
    return this;
  }

  private StepReport step(Train order) {
    StepReport report = student.get().step(order.batch());
    if (!order.snapshot()) {
      return report;
    }
    long began = System.nanoTime();
    StudentState after = student.get().snapshot();
    return report.with(after, (System.nanoTime() - began) / 1e9);
  }

  /** Whatever goes wrong with the student is told with its name and the batch that it was at. */
  private <R> R told(BatchPlan plan, Supplier<R> work) {
    try {
      return work.get();
    } catch (StageFaultException e) {
      throw new StepFailedException(name, plan, e.fault());
    } catch (RuntimeException | Error e) {
      throw new StepFailedException(name, plan, e);
    }
  }

  private Behavior<Command> onAssign(Assign order) {
    frame.answer(
        order.replyTo(),
        new StageWork("taking over what a survey has found", "", 0),
        () -> {
          student.get().assign(order.trainables(), order.memories());
          return Done.getInstance();
        });
    return this;
  }

  private Behavior<Command> onStopped() {
    frame.stopped();
    return this;
  }
}
