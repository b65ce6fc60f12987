package io.reflux.conformance;

import java.util.List;
import java.util.Optional;

/** The kinds of cases that this version can check. */
final class Suites {
  private static final List<Suite> ALL =
      List.of(
          new LossSuite(), // objectives/losses
          new MinerSuite(), // objectives/miners
          new OptimizerSuite(), // training
          new TrajectorySuite(), // trajectories
          new MetricSuite(), // metrics
          new TransformSuite(), // transforms
          new CheckpointSuite(), // checkpoints
          new NetworkSuite(), // networks
          new DatasetSuite()); // datasets

  private Suites() {}

  /** The suite of a kind; empty if this version has none. */
  static Optional<Suite> of(String kind) {
    return ALL.stream().filter(suite -> suite.kind().equals(kind)).findFirst();
  }
}
