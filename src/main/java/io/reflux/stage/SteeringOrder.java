package io.reflux.stage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A {@link Steering} on its way, with the answer to it. Never leaves the JVM. */
public final class SteeringOrder {
  private final Steering steering;
  private final String task;
  private final CompletableFuture<Steered> answer = new CompletableFuture<>();

  /**
   * An order that nobody has answered.
   *
   * @param task whom it is for; empty for the run, or all its tasks at work
   */
  public SteeringOrder(Steering steering, String task) {
    this.steering = steering;
    this.task = task;
  }

  /** What is asked for. */
  public Steering steering() {
    return steering;
  }

  /** The task that it is for; empty for the run, or all its tasks at work. */
  public String task() {
    return task;
  }

  /** What becomes of it; fails with a {@link NotSteeredException} if it can't be followed. */
  public CompletionStage<Steered> answer() {
    return answer.copy();
  }

  /** Answers what became of it; the first answer counts. */
  public void done(long step, String sentence) {
    answer.complete(new Steered(step, sentence));
  }

  /** Answers that it can't be followed, and why; the first answer counts. */
  public void refuse(String sentence) {
    answer.completeExceptionally(new NotSteeredException(sentence));
  }
}
