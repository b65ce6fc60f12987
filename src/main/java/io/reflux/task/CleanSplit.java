package io.reflux.task;

import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.dataset.Dataset;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.objective.LossInput;
import io.reflux.stage.EvaluationJob;
import io.reflux.stage.GatheredRows;
import io.reflux.stage.Split;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One pass over all of a split, un-augmented, that gathers one output of a network. */
final class CleanSplit {
  private final Dataset images;
  private final int batchSize;
  private final String output;
  private final GatheredRows rows = new GatheredRows();
  private boolean begun;

  /**
   * A pass that has not begun.
   *
   * @param batchSize images embedded at once
   * @param output what is gathered, by the network's own name
   */
  CleanSplit(Dataset images, int batchSize, String output) {
    this.images = images;
    this.batchSize = batchSize;
    this.output = output;
  }

  /** The pass; empty once it was asked for. */
  Optional<EvaluationJob.Pass> next() {
    if (begun) {
      return Optional.empty();
    }
    begun = true;
    return Optional.of(new EvaluationJob.Pass(Split.CLEAN, BatchPlan.inOrder(images, batchSize)));
  }

  /** Gathers what was answered about a batch. */
  void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    HostTensor wanted = Objects.requireNonNull(outputs.get(output));
    rows.add(Map.of(LossInput.EMBEDDING, wanted.to(ElementType.FLOAT32)), batch);
  }

  /** All that was gathered so far. */
  GatheredRows rows() {
    return rows;
  }
}
