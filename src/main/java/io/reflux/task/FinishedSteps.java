package io.reflux.task;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.stream.StepDone;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Steps that are finished and written down in their order. One after which the students are looked
 * at waits as long as they are still being evaluated as they were before: so a checkpoint knows of
 * all that came before it. For one thread.
 */
final class FinishedSteps {
  private final Agenda agenda;
  private final StudentEvaluations evaluations;
  private final Consumer<StepDone> writing;
  private final Deque<Finished> waiting = new ArrayDeque<>();

  /** A step and whoever waits until it is written down. */
  record Finished(StepDone done, ActorRef<StatusReply<Done>> replyTo) {}

  /** None so far; each is written down by {@code writing}. */
  FinishedSteps(Agenda agenda, StudentEvaluations evaluations, Consumer<StepDone> writing) {
    this.agenda = agenda;
    this.evaluations = evaluations;
    this.writing = writing;
  }

  /** Takes a step, and writes down what may be. */
  void add(Finished step) {
    waiting.add(step);
    write();
  }

  /** Writes down all steps that need not wait. */
  void write() {
    while (!waiting.isEmpty() && !mustWait(waiting.element())) {
      write(waiting.remove(), writing);
    }
  }

  /**
   * Writes a step down now, by {@code how}. A checkpoint by time gives way to an evaluation at
   * work.
   */
  void write(Finished step, Consumer<StepDone> how) {
    if (evaluations.anyAtWork() && agenda.isByTimeAlone(number(step))) {
      agenda.leaveOut(number(step));
    }
    how.accept(step.done());
    step.replyTo().tell(StatusReply.success(Done.getInstance()));
  }

  private boolean mustWait(Finished step) {
    return evaluations.anyAtWork()
        && agenda.snapshotAfter(number(step))
        && !agenda.isByTimeAlone(number(step));
  }

  private static long number(Finished step) {
    return step.done().batch().plan().globalStep() + 1;
  }
}
