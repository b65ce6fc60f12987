package io.reflux.stage;

import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluator does with one network: passes over images, one after the other, then a result.
 * Made, used and closed on the evaluator's thread.
 *
 * @param <R> what comes of it: metrics, a queue, labels
 */
public interface EvaluationJob<R> extends AutoCloseable {

  /** A whole visit to some examples. */
  record Pass(Split split, Iterable<BatchPlan> plans) {}

  /** The next pass; empty when there is no further one. */
  Optional<Pass> next();

  /** Takes what the network made of a batch of the pass. */
  void add(Map<String, HostTensor> outputs, PixelBatch batch);

  /** What came of all passes, the network being closed already; may use native memory. */
  R result();

  /** Frees what the job owns; nothing by default. */
  @Override
  default void close() {}
}
