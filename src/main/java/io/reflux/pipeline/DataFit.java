package io.reflux.pipeline;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Splits;
import io.reflux.evaluate.Metric;
import java.util.List;

/**
 * Whether work fits the data; answers with true, or throws a {@link DatasetException} that says
 * what does not: a sampler that fills no batch, parts that there are not.
 */
final class DataFit implements Work.Visitor<Boolean> {
  private final Splits splits;

  DataFit(Splits splits) {
    this.splits = splits;
  }

  @Override
  public Boolean learn(Learn learn) {
    boolean fits = fits(learn.evaluation().parts(), learn.evaluation().metrics());
    LearningCheck.check(splits.train(), learn);
    learn.sampler().over(splits.train());
    return fits;
  }

  @Override
  public Boolean measure(Measure measure) {
    return fits(measure.parts(), measure.metrics());
  }

  @Override
  public Boolean export(Export export) {
    return true;
  }

  private boolean fits(EvaluationParts parts, List<Metric> metrics) {
    EvaluationParts.Chosen chosen = parts.of(splits);
    chosen
        .findable()
        .impossible(metrics)
        .ifPresent(
            why -> {
              throw new DatasetException(
                  "evaluate.queries: "
                      + chosen.queriesName()
                      + ", of class "
                      + chosen.queries().className(0)
                      + " alone: "
                      + why);
            });
    if (chosen.leaveOneOut() && metrics.stream().anyMatch(metric -> metric.probe().isPresent())) {
      throw new DatasetException(
          "evaluate.metrics: linear-probe (expected: gallery = train, for it to learn on)");
    }
    return true;
  }
}
