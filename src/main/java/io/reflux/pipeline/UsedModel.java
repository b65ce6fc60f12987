package io.reflux.pipeline;

import java.util.Optional;

/** Answers with the model that some work uses and does not train. */
final class UsedModel implements Work.Visitor<Optional<ModelSource>> {

  /** The model; empty if the work uses none. */
  static Optional<ModelSource> of(Work work) {
    return work.visit(new UsedModel());
  }

  @Override
  public Optional<ModelSource> learn(Learn learn) {
    return learn.teacher().map(TeacherSpec::source);
  }

  @Override
  public Optional<ModelSource> measure(Measure measure) {
    return Optional.of(measure.source());
  }

  @Override
  public Optional<ModelSource> export(Export export) {
    return Optional.of(export.source());
  }
}
