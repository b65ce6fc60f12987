package io.reflux.conformance.catalogue;

import io.reflux.conformance.Suite;
import io.reflux.conformance.checkpoints.CheckpointSuite;
import io.reflux.conformance.datasets.DatasetSuite;
import io.reflux.conformance.losses.LossSuite;
import io.reflux.conformance.metrics.MetricSuite;
import io.reflux.conformance.miners.MinerSuite;
import io.reflux.conformance.networks.NetworkSuite;
import io.reflux.conformance.optimizers.OptimizerSuite;
import io.reflux.conformance.trajectories.TrajectorySuite;
import io.reflux.conformance.transforms.TransformSuite;
import java.util.List;
import java.util.Optional;

/** The kinds of cases that this version can check. */
public final class Suites {
  private static final List<Suite> ALL =
      List.of(
          new LossSuite(), // objectives/losses
          new MinerSuite(), // objectives/miners
          new OptimizerSuite(), // training
          new TrajectorySuite(), // trajectories
          new MetricSuite(), // metrics
          new TransformSuite(), // transforms
          new CheckpointSuite(), // checkpoints
          new NetworkSuite("networks"), // networks
          new NetworkSuite("networks-foundation"), // networks-foundation
          new NetworkSuite("networks-torchvision"), // networks-torchvision
          new DatasetSuite()); // datasets

  private Suites() {}

  /** The suite of a kind; empty if this version has none. */
  public static Optional<Suite> of(String kind) {
    return ALL.stream().filter(suite -> suite.kind().equals(kind)).findFirst();
  }
}
