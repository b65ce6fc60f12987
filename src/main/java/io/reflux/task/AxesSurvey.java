package io.reflux.task;

import io.reflux.batch.PixelBatch;
import io.reflux.dataset.Dataset;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.PrincipalAxes;
import io.reflux.setting.InputException;
import io.reflux.stage.EvaluationJob;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the principal axes of a network's output over the training split, un-augmented. The mean
 * stands in front, then so many axes, the largest variance first.
 */
final class AxesSurvey implements EvaluationJob<HostTensor> {
  /** Axes whose variance is a smaller part of the largest are noise: whitened, they become 0. */
  private static final double LEAST_PART = 1e-10;

  private final Settings settings;
  private final CleanSplit split;

  /**
   * What a survey works with.
   *
   * @param output whose axes are found, by the network's own name
   * @param count how many axes
   * @param whitened whether each is divided by the deviation along it
   * @param train the images
   * @param batchSize images embedded at once
   * @param device where they are embedded
   */
  record Settings(
      String output, int count, boolean whitened, Dataset train, int batchSize, Device device) {}

  AxesSurvey(Settings settings) {
    this.settings = settings;
    split = new CleanSplit(settings.train(), settings.batchSize(), settings.output());
  }

  @Override
  public Optional<EvaluationJob.Pass> next() {
    return split.next();
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    split.add(outputs, batch);
  }

  /** The mean and the axes, (count + 1, d'). */
  @Override
  public HostTensor result() {
    if (split.rows().rows() == 0) {
      throw new InputException(
          "principal axes: no training image can be read (expected: at least one)");
    }
    try (TensorScope scope = TensorScope.open("principal-axes", settings.device())) {
      PrincipalAxes found = PrincipalAxes.of(split.rows().set(), settings.count(), scope);
      int width = found.mean().length;
      float[] values = new float[(settings.count() + 1) * width];
      for (int j = 0; j < width; j++) {
        values[j] = (float) found.mean()[j];
      }
      double least = LEAST_PART * found.variances()[0];
      for (int a = 0; a < settings.count(); a++) {
        double variance = found.variances()[a];
        double scale = 1;
        if (settings.whitened()) {
          scale = variance > least ? 1 / Math.sqrt(variance) : 0;
        }
        for (int j = 0; j < width; j++) {
          values[(a + 1) * width + j] = (float) (scale * found.axes()[a][j]);
        }
      }
      return HostTensor.of(values, settings.count() + 1L, width);
    }
  }
}
