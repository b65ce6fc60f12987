package io.reflux.pipeline;

import java.util.Optional;

/** Answers with work that is a training, and with nothing for any other. */
final class TrainingOnly implements Work.Visitor<Optional<Learn>> {

  /** The training that some work is; empty if it is none. */
  static Optional<Learn> of(Work work) {
    return work.visit(new TrainingOnly());
  }

  @Override
  public Optional<Learn> learn(Learn learn) {
    return Optional.of(learn);
  }

  @Override
  public Optional<Learn> measure(Measure measure) {
    return Optional.empty();
  }

  @Override
  public Optional<Learn> export(Export export) {
    return Optional.empty();
  }
}
