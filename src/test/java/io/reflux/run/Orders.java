package io.reflux.run;

import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunStatus;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Gives orders when the first task has told a step. The scheduler tells it, and waits until the
 * orders are before it: so they come while few further steps are let in.
 */
final class Orders implements Trial.Meddler {
  private final long step;
  private final List<Steering> orders;
  private final List<CompletableFuture<Steered>> answers = new CopyOnWriteArrayList<>();

  Orders(long step, Steering... orders) {
    this.step = step;
    this.orders = List.of(orders);
  }

  @Override
  public void heard(RunHandle run, RunEvent event) {
    given(run, event);
  }

  /** True if they were given now. */
  boolean given(RunHandle run, RunEvent event) {
    boolean now =
        event instanceof RunEvent.StepTaken taken
            && taken.task().equals("source")
            && taken.progress().step() == step;
    if (now) {
      orders.forEach(each -> answers.add(run.steer().apply(each).toCompletableFuture()));
      status(run); // comes after the orders, and is answered when they have been handed on
    }
    return now;
  }

  /** The step that the answer to an order names. */
  long step(int order) {
    return answers.get(order).join().step();
  }

  /** How a run goes. */
  static RunStatus status(RunHandle run) {
    return run.status().get().toCompletableFuture().join();
  }
}
