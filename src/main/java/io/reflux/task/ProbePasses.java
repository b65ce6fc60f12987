package io.reflux.task;

import io.reflux.batch.BatchPlan;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.LinearProbe;
import io.reflux.evaluate.ProbeSettings;
import io.reflux.stage.EvaluationJob;
import io.reflux.stage.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The passes of a linear probe that learns from features made anew: one an epoch, in an order and
 * under views drawn by the probe's own seed, so that they are the same at every evaluation.
 */
final class ProbePasses implements AutoCloseable {
  private final LinearProbe probe;
  private final ProbeSettings settings;
  private final Dataset dataset;
  private int epochs;

  /**
   * Passes of which none is done.
   *
   * @param probe what learns; closed with this
   * @param dataset what it learns from
   */
  ProbePasses(LinearProbe probe, ProbeSettings settings, Dataset dataset) {
    this.probe = probe;
    this.settings = settings;
    this.dataset = dataset;
  }

  /** The next epoch's pass; empty after the last one. */
  Optional<EvaluationJob.Pass> next() {
    if (epochs == settings.epochs()) {
      return Optional.empty();
    }
    int epoch = epochs++;
    Chance chance = LinearProbe.chance(settings);
    List<BatchPlan> plans = new ArrayList<>();
    for (int[] ids : LinearProbe.order(settings, dataset.size(), epoch)) {
      int[] labels = Arrays.stream(ids).map(dataset::label).toArray();
      int step = plans.size();
      plans.add(new BatchPlan(epoch, epoch, step, step, ids, labels, 1, chance));
    }
    return Optional.of(new EvaluationJob.Pass(Split.PROBE, plans));
  }

  /** One step on a batch of the pass at work. */
  void step(EmbeddingSet batch) {
    probe.step(batch, epochs - 1);
  }

  /** The share of rows that are classified rightly. */
  double accuracy(EmbeddingSet rows) {
    return probe.accuracy(rows);
  }

  @Override
  public void close() {
    probe.close();
  }
}
