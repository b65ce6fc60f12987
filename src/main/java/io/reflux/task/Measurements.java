package io.reflux.task;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.method.Weightings;
import io.reflux.objective.LossInput;
import io.reflux.stage.EvaluationJob;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The measurement of a network's embedding, and of each further weighting of its parts (see {@link
 * WeightedParts}), from the same passes. The metrics of a weighting are called {@code
 * <weighting>/<metric>}.
 */
final class Measurements implements EvaluationJob<Map<String, Double>> {
  private final Function<Path, Measurement> making;
  private final Path keptAt;
  private final Measurement plain;
  private final Map<String, Measurement> further = new LinkedHashMap<>();
  private int passes;

  /**
   * Measurements that have seen nothing.
   *
   * @param making makes a measurement that keeps the embeddings in a file
   * @param keptAt the file of the plain one; those of the others lie in a folder beside it
   */
  Measurements(Function<Path, Measurement> making, Path keptAt) {
    this.making = making;
    this.keptAt = keptAt;
    plain = making.apply(keptAt);
  }

  @Override
  public Optional<EvaluationJob.Pass> next() {
    passes++;
    further.values().forEach(Measurement::next);
    return plain.next();
  }

  @Override
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    plain.add(outputs, batch);
    outputs.forEach(
        (name, rows) -> {
          if (name.startsWith(WeightedParts.FURTHER)) {
            String weighting = name.substring(WeightedParts.FURTHER.length());
            further
                .computeIfAbsent(weighting, this::begun)
                .add(Map.of(LossInput.EMBEDDING, rows), batch);
          }
        });
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> all = new LinkedHashMap<>(plain.result());
    further.forEach(
        (weighting, own) ->
            own.result()
                .forEach((name, value) -> all.put(weighting + Weightings.OF + name, value)));
    return all;
  }

  @Override
  public void close() {
    further.values().forEach(Measurement::close);
    plain.close();
  }

  /** A measurement that has begun as many passes as the others. */
  private Measurement begun(String weighting) {
    Path folder = keptAt.resolveSibling("weightings").resolve(weighting);
    Measurement measurement = making.apply(folder.resolve(keptAt.getFileName()));
    for (int pass = 0; pass < passes; pass++) {
      measurement.next();
    }
    return measurement;
  }
}
