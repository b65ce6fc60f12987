package io.reflux.task;

import io.reflux.batch.BatchPlan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets plans in, one after the other, unless it is shut. What is asked of a step that was not let
 * in yet can still be done at it, whatever is in flight. For one thread.
 */
final class PlanGate {
  private final Agenda agenda;
  private long lastIn;
  private boolean shut;
  private @Nullable Knock waiting;

  /** A plan before the gate, and the answer to it: the same plan at its step's rate. */
  record Knock(BatchPlan plan, CompletableFuture<BatchPlan> in) {}

  /**
   * An open gate.
   *
   * @param fromStep steps done before
   * @param agenda hears of each step that is let in, and says its rate
   */
  PlanGate(long fromStep, Agenda agenda) {
    this.agenda = agenda;
    lastIn = fromStep;
  }

  /**
   * Has a plan knock from another thread.
   *
   * @param telling tells the gate's own thread
   * @return the plan at its step's rate, once it is let in
   */
  static CompletionStage<BatchPlan> letIn(BatchPlan plan, Consumer<Knock> telling) {
    Knock knock = new Knock(plan, new CompletableFuture<>());
    telling.accept(knock);
    return knock.in();
  }

  /** The step, from 1, that was let in last. */
  long lastIn() {
    return lastIn;
  }

  /** The step that is let in next. */
  long next() {
    return lastIn + 1;
  }

  /** True if no plan is let in. */
  boolean isShut() {
    return shut;
  }

  /** Lets no further plan in. */
  void shut() {
    shut = true;
  }

  /** Lets plans in again, the one that waits first. */
  void open() {
    shut = false;
    Knock first = waiting;
    waiting = null;
    if (first != null) {
      letIn(first);
    }
  }

  /** A plan has come. */
  void knock(Knock knock) {
    if (shut) {
      waiting = knock;
    } else {
      letIn(knock);
    }
  }

  private void letIn(Knock knock) {
    lastIn = knock.plan().globalStep() + 1;
    agenda.letIn(lastIn);
    knock.in().complete(knock.plan().at(agenda.rate(lastIn)));
  }
}
