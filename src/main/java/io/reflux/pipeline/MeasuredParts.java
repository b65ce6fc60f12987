package io.reflux.pipeline;

import java.util.Optional;

/** Answers with the parts of the data that some work measures. */
final class MeasuredParts implements Work.Visitor<Optional<EvaluationParts>> {

  /** The parts; empty if the work measures nothing. */
  static Optional<EvaluationParts> of(Work work) {
    return work.visit(new MeasuredParts());
  }

  @Override
  public Optional<EvaluationParts> learn(Learn learn) {
    return Optional.of(learn.evaluation().parts());
  }

  @Override
  public Optional<EvaluationParts> measure(Measure measure) {
    return Optional.of(measure.parts());
  }

  @Override
  public Optional<EvaluationParts> export(Export export) {
    return Optional.empty();
  }
}
