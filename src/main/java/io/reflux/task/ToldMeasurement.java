package io.reflux.task;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.stage.EvaluationJob;
import io.reflux.stage.RunEvent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A measurement of which is told how far it has come. */
final class ToldMeasurement implements EvaluationJob<Map<String, Double>> {
  private final EvaluationJob<Map<String, Double>> measurement;
  private final Telling telling;
  private long begun;
  private long images;

  /**
   * Whom it is told, and by which words.
   *
   * @param task the task's name
   * @param network the network's
   * @param of how many images will be embedded
   * @param nanos a clock in nanoseconds
   */
  record Telling(
      String task,
      String network,
      long of,
      LongSupplier nanos,
      Consumer<RunEvent.Measuring> hearer) {}

  /** A measurement that has seen nothing. */
  ToldMeasurement(EvaluationJob<Map<String, Double>> measurement, Telling telling) {
    this.measurement = measurement;
    this.telling = telling;
  }

  @Override
  public Optional<Pass> next() {
    if (begun == 0) {
      begun = telling.nanos().getAsLong();
      tell(-1);
    }
    return measurement.next();
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    measurement.add(outputs, batch);
    images += batch.plan().rows();
    double seconds = (telling.nanos().getAsLong() - begun) / 1e9;
    tell(seconds / images * (telling.of() - images));
  }

  private void tell(double secondsToGo) {
    telling
        .hearer()
        .accept(
            new RunEvent.Measuring(
                telling.task(), telling.network(), images, telling.of(), secondsToGo));
  }

  @Override
  public Map<String, Double> result() {
    return measurement.result();
  }

  @Override
  public void close() {
    measurement.close();
  }
}
