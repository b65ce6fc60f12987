package io.reflux.task;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.reflux.batch.BatchPlan;
import io.reflux.engine.HostTensor;
import io.reflux.stream.StepDone;
import java.util.Map;

/** The plans that a task is still to be trained on. */
interface TrainingPlans {

  /** The plans, from the first one that has not been trained on. */
  Source<BatchPlan, NotUsed> source();

  /** Hears of a step that has been written down; later plans may depend on it. */
  default void report(StepDone done) {}

  /** The same of which only so many are trained on. */
  default TrainingPlans first(long count) {
    TrainingPlans all = this;
    return new TrainingPlans() {
      @Override
      public Source<BatchPlan, NotUsed> source() {
        return all.source().take(count);
      }

      @Override
      public void report(StepDone done) {
        all.report(done);
      }

      @Override
      public Map<String, HostTensor> state() {
        return all.state();
      }
    };
  }

  /** What a checkpoint has to keep to go on with the same plans; empty for nothing. */
  default Map<String, HostTensor> state() {
    return Map.of();
  }
}
