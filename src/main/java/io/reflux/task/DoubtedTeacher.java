package io.reflux.task;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.PlainPixels;
import io.reflux.objective.LossInput;
import io.reflux.stage.EvaluationJob;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The measurement of a teacher, of whom it is told if it is hardly better than the images
 * themselves: its students would learn that.
 */
final class DoubtedTeacher implements EvaluationJob<Map<String, Double>> {
  private final EvaluationJob<Map<String, Double>> measurement;
  private final Device device;
  private final Consumer<String> tell;
  private final PlainPixels plain = new PlainPixels();
  private int passes;

  /**
   * A measurement that has seen nothing.
   *
   * @param device where metrics are computed
   * @param tell takes a sentence for people
   */
  DoubtedTeacher(
      EvaluationJob<Map<String, Double>> measurement, Device device, Consumer<String> tell) {
    this.measurement = measurement;
    this.device = device;
    this.tell = tell;
  }

  @Override
  public Optional<Pass> next() {
    passes++;
    return measurement.next();
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    measurement.add(outputs, batch);
    HostTensor rows = outputs.get(LossInput.EMBEDDING);
    if (passes == 1 && rows != null) {
      plain.add(batch.pixels(), batch.side(), batch.labels(), rows.floats());
    }
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> metrics = Objects.requireNonNull(measurement.result());
    try (TensorScope scope = TensorScope.open("teacher-doubt", device)) {
      plain
          .compared(scope)
          .filter(PlainPixels.Comparison::isDoubtful)
          .map(DoubtedTeacher::inWords)
          .ifPresent(tell);
    }
    return metrics;
  }

  private static String inWords(PlainPixels.Comparison compared) {
    return String.format(
        "the teacher's map@r is %.1f, and that of plain pixels of 8×8, which nobody has trained, is"
            + " %.1f: it has little to teach. Are its weights the right ones (weights,"
            + " weights-keys, weights-strict), and are its images scaled as it expects"
            + " (network.normalization, input)?",
        100 * compared.network(), 100 * compared.pixels());
  }

  @Override
  public void close() {
    measurement.close();
  }
}
