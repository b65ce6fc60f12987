package io.reflux.task;

import io.reflux.batch.BatchPlan;
import io.reflux.method.FilledQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a student's memory queue is filled before its first step.
 *
 * @param queue what is filled
 * @param training plans of training batches, one view each, epoch after epoch
 * @param network the student's network in a state, answering what the queue holds
 */
record QueueFilling(FilledQueue queue, Iterable<BatchPlan> training, StudentNetwork network)
    implements Surveying {

  @Override
  public Survey survey(int epoch) {
    return new Survey(
        () -> new QueueSurvey(queue, plans()),
        network,
        filled -> new Found(Map.of(), Map.of(queue.memory(), filled)));
  }

  /** As many batches as the queue has room for. */
  private List<BatchPlan> plans() {
    List<BatchPlan> plans = new ArrayList<>();
    int rows = 0;
    for (BatchPlan plan : training) {
      plans.add(plan);
      rows += plan.rows();
      if (rows >= queue.size()) {
        break;
      }
    }
    return plans;
  }
}
