package io.reflux.task;

import io.reflux.stage.SteeringOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a paused task is told to do with its students as they are: checkpoints, evaluations. It is
 * done once all steps that were let in are written down and nothing is being evaluated any more.
 * For the scheduler's thread.
 */
final class PausedOrders {
  private final BooleanSupplier quiet;
  private final Runnable asking;
  private final List<SteeringOrder> waiting = new ArrayList<>();
  private final List<SteeringOrder> asked = new ArrayList<>();

  /**
   * None yet.
   *
   * @param quiet true if no step is under way, and none is let in
   * @param asking asks for the students as they are
   */
  PausedOrders(BooleanSupplier quiet, Runnable asking) {
    this.quiet = quiet;
    this.asking = asking;
  }

  /** Takes one. */
  void add(SteeringOrder order) {
    waiting.add(order);
    attend();
  }

  /** Asks for the students if there are orders and it is quiet. */
  void attend() {
    if (!waiting.isEmpty() && asked.isEmpty() && quiet.getAsBoolean()) {
      asked.addAll(waiting);
      waiting.clear();
      asking.run();
    }
  }

  /** The students have come: the orders that were for them. */
  List<SteeringOrder> seen() {
    List<SteeringOrder> orders = List.copyOf(asked);
    asked.clear();
    return orders;
  }

  /** The pause is over: the orders that nobody has asked for yet. */
  List<SteeringOrder> left() {
    List<SteeringOrder> orders = List.copyOf(waiting);
    waiting.clear();
    return orders;
  }
}
