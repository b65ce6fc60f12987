package io.reflux.task;

import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.method.FilledQueue;
import io.reflux.stage.EvaluationJob;
import io.reflux.stage.Split;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Fills a memory queue with what a network makes of training batches, the first in front. Where
 * images can't be read, the rows begin again from the first.
 */
final class QueueSurvey implements EvaluationJob<HostTensor> {
  private final FilledQueue queue;
  private final List<BatchPlan> plans;
  private boolean begun;
  private float[] values = new float[0];
  private int width;
  private int filled;

  QueueSurvey(FilledQueue queue, List<BatchPlan> plans) {
    this.queue = queue;
    this.plans = plans;
  }

  @Override
  public Optional<EvaluationJob.Pass> next() {
    if (begun) {
      return Optional.empty();
    }
    begun = true;
    return Optional.of(new EvaluationJob.Pass(Split.QUEUE, plans));
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    HostTensor keys = Objects.requireNonNull(outputs.get(queue.output()));
    float[] rows = keys.to(ElementType.FLOAT32).floats();
    width = (int) keys.shape()[1];
    if (values.length == 0) {
      values = new float[Math.multiplyExact(queue.size(), width)];
    }
    int taken = Math.min(rows.length, values.length - filled);
    System.arraycopy(rows, 0, values, filled, taken);
    filled += taken;
  }

  /** The queue, (size, embedding size). */
  @Override
  public HostTensor result() {
    if (filled == 0) {
      throw new IllegalStateException(
          "queue: no training image can be read (expected: at least one)");
    }
    int first = filled;
    for (; filled < values.length; filled++) {
      values[filled] = values[filled - first];
    }
    return HostTensor.of(values, queue.size(), width);
  }
}
