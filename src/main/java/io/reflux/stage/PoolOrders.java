package io.reflux.stage;

import akka.pattern.StatusReply;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The orders of a pool that aren't answered, oldest first. For one thread. */
final class PoolOrders {
  private final LaneAsking.Gathering gathering;

  /** How many orders had come before each. */
  private final Map<TeacherPool.Teach, Long> open = new LinkedHashMap<>();

  /** Those of them of which it isn't known yet which images they miss. */
  private final Set<TeacherPool.Teach> unknown = new HashSet<>();

  private long come;

  PoolOrders(LaneAsking.Gathering gathering) {
    this.gathering = gathering;
  }

  /** An order has come. */
  void come(TeacherPool.Teach order) {
    open.put(order, come++);
    unknown.add(order);
  }

  /** The images that an order misses are known. */
  void known(TeacherPool.Teach order) {
    unknown.remove(order);
  }

  /**
   * An order is answered.
   *
   * @return false if it was before
   */
  boolean answered(TeacherPool.Teach order) {
    unknown.remove(order);
    return open.remove(order) != null;
  }

  /** Answers all orders with a failure. */
  void fail(Throwable cause) {
    open.keySet().forEach(order -> order.replyTo().tell(StatusReply.error(cause)));
  }

  /** True of an order that isn't answered. */
  boolean isOpen(TeacherPool.Teach order) {
    return open.containsKey(order);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** True if images wait for those of later orders. */
  boolean gather() {
    return gathering.depth() > 1;
  }

  /** True if no order can come any more, or need be waited for, before the oldest is answered. */
  boolean allHaveCome() {
    long oldest = open.values().stream().findFirst().orElse(come);
    return !gather() || (unknown.isEmpty() && come - oldest >= gathering.depth());
  }
}
