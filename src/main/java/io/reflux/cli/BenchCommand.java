package io.reflux.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench}: measures this machine. */
@Command(
    name = "bench",
    description = "Measures this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchAll.class,
      BenchGpu.class,
      BenchOriginals.class,
      BenchIntake.class,
      BenchPrograms.class,
      BenchLosses.class,
      BenchRetrieval.class,
      BenchWeights.class,
      BenchOverlap.class,
      BenchLanes.class,
      BenchPipeline.class,
      BenchOverhead.class,
      BenchNodes.class,
      BenchReplicas.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "bench of what? (expected: " + String.join(", ", spec.subcommands().keySet()) + ")");
  }
}
