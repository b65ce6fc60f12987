package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskProgress;
import java.util.Map;

/** Those who hear how a task goes: the status board, and the run's listener. */
public final class RunTelemetry {
  private final ActorRef<StatusBoard.Command> board;
  private final RunListener listener;

  public RunTelemetry(ActorRef<StatusBoard.Command> board, RunListener listener) {
    this.board = board;
    this.listener = listener;
  }

  void taskStarted(LearnTask order) {
    int epochs = order.milestones().length().epochs();
    long steps = order.milestones().steps();
    board.tell(
        new StatusBoard.Progress(was -> TaskProgress.preparing(order.task(), epochs, steps)));
    listener.heard(new RunEvent.TaskStarted(order.task(), epochs, steps, order.fromStep()));
  }

  void phase(String phase) {
    board.tell(new StatusBoard.Progress(status -> status.withPhase(phase)));
  }

  void teacherMeasured(String task, Map<String, Double> measured) {
    tellMetrics("teacher", 0, measured);
    listener.heard(new RunEvent.TeacherMeasured(task, measured));
  }

  void stepTaken(LearnTask order, StepProgress now) {
    board.tell(new StatusBoard.Progress(status -> status.withStep(now)));
    listener.heard(
        new RunEvent.StepTaken(
            order.task(), now.epoch(), now.step(), now.loss(), now.imagesPerSecond()));
  }

  void evaluated(String task, String student, int epoch, Map<String, Double> measured) {
    tellMetrics(student, epoch, measured);
    listener.heard(new RunEvent.Evaluated(task, student, epoch, measured));
  }

  /** Safe for any thread. */
  void leftOut(String task, String image, String reason) {
    listener.heard(new RunEvent.ImageLeftOut(task, image, reason));
  }

  /** The status board. */
  ActorRef<StatusBoard.Command> board() {
    return board;
  }

  private void tellMetrics(String whose, int epoch, Map<String, Double> measured) {
    board.tell(new StatusBoard.Progress(status -> status.withMetrics(whose, epoch, measured)));
  }
}
