package io.reflux.task;

import io.reflux.batch.PixelBatch;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.KMeans;
import io.reflux.evaluate.KMeansSettings;
import io.reflux.evaluate.PrincipalAxes;
import io.reflux.method.PseudoLabels;
import io.reflux.stage.EvaluationJob;
import java.util.Map;
import java.util.Optional;

/**
 * Finds pseudo-labels: the training split is embedded, un-augmented; its principal components are
 * grouped by k-means. An example whose image can't be read has label 0, and is never trained on.
 */
final class LabelSurvey implements EvaluationJob<HostTensor> {
  /** How often k-means moves its centroids: DiVA's. */
  private static final int ITERATIONS = 20;

  private final Settings settings;
  private final Chance chance;
  private final CleanSplit split;

  /**
   * What a survey works with.
   *
   * @param labels what is found
   * @param train whose labels are found
   * @param batchSize images embedded at once
   * @param device where they are embedded and grouped
   */
  record Settings(PseudoLabels labels, Dataset train, int batchSize, Device device) {}

  /** A survey whose seeds are drawn from a chance. */
  LabelSurvey(Settings settings, Chance chance) {
    this.settings = settings;
    split = new CleanSplit(settings.train(), settings.batchSize(), settings.labels().output());
    this.chance = chance;
  }

  @Override
  public Optional<EvaluationJob.Pass> next() {
    return split.next();
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    split.add(outputs, batch);
  }

  /** A label for each example of the training split. */
  @Override
  public HostTensor result() {
    EmbeddingSet all = split.rows().set();
    PseudoLabels wanted = settings.labels();
    try (TensorScope scope = TensorScope.open("pseudo-labels", settings.device())) {
      PrincipalAxes axes = PrincipalAxes.of(all, Math.min(wanted.components(), all.size()), scope);
      KMeansSettings kmeans = new KMeansSettings(ITERATIONS, 1, chance.draws().nextLong());
      int clusters = Math.min(wanted.clusters(), all.count());
      int[] groups = KMeans.cluster(axes.project(all), clusters, kmeans, scope).assignments();
      float[] labels = new float[settings.train().size()];
      int[] ids = split.rows().exampleIds();
      for (int row = 0; row < groups.length; row++) {
        labels[ids[row]] = groups[row];
      }
      return HostTensor.of(labels, labels.length);
    }
  }
}
