package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.RetrievalBench;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench retrieval}. */
@Command(
    name = "retrieval",
    description = {
      "Times recall at the size of SOP, and neighbours in a gallery of ImageNet's size.",
      "Recall beside its bare matrix products, then the 20 nearest neighbours in a gallery "
          + "that streams from a temporary file."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchRetrieval implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--rows", description = "Rows whose recall is computed.")
  private int rows = 60_502;

  @Option(names = "--gallery", description = "Rows of the gallery in the file.")
  private int gallery = 1_281_167;

  @Option(names = "--queries", description = "Queries searched for in it; 0 leaves this out.")
  private int queries = 50_000;

  @Option(names = "--size", description = "The embedding size.")
  private int size = 512;

  private final List<BenchCase> cases = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (rows < 2 || gallery < 1 || queries < 0 || size < 1) {
      throw new ParameterException(
          spec.commandLine(), "sizes: too small (expected: --rows >= 2, the others >= 1)");
    }
    try (TensorScope scope = TensorScope.open("bench", Device.CPU)) {
      RetrievalBench bench = new RetrievalBench(scope, output::say);
      RetrievalBench.Recall recall = bench.recall(rows, size);
      cases.add(BenchCase.atMost(1.5, "recall-to-products", recall.ratio(), BenchCase.TIMES));
      memory(1, "recall-memory-above-embeddings", recall.gigabytes());
      if (queries > 0) {
        memory(2, "neighbours-resident-memory", neighbours(bench));
      }
    }
    output.print(cases);
    return ExitCode.DONE;
  }

  private OptionalDouble neighbours(RetrievalBench bench) throws IOException {
    try (ProgressBar bar = Bars.of(spec.commandLine().getErr(), "gallery", gallery)) {
      Progress progress = (done, all) -> bar.stepTo(done);
      return bench.neighbours(gallery, queries, size, progress);
    }
  }

  private void memory(double goal, String name, OptionalDouble gigabytes) {
    if (gigabytes.isPresent()) {
      cases.add(BenchCase.atMost(goal, name, gigabytes.getAsDouble(), BenchCase.GIGABYTES));
    } else {
      output.leftOut(name, "only Linux tells how much memory is resident");
    }
  }
}
