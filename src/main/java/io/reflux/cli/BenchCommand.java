package io.reflux.cli;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Progress;
import io.reflux.evaluate.RetrievalBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench}: measures this machine. */
@Command(
    name = "bench",
    description = "Measures this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchCommand.Retrieval.class, BenchIntake.class, BenchOverlap.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "bench of what? (expected: retrieval, intake or overlap)");
  }

  /** {@code reflux bench retrieval}. */
  @Command(
      name = "retrieval",
      description = {
        "Times recall at SOP's size beside its bare matrix products, then the 20 nearest",
        "neighbours in a gallery of ImageNet's size that streams from a temporary file."
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Retrieval implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--rows", description = "Rows whose recall is computed.")
    private int rows = 60_502;

    @Option(names = "--gallery", description = "Rows of the gallery in the file.")
    private int gallery = 1_281_167;

    @Option(names = "--queries", description = "Queries searched for in it; 0 leaves this out.")
    private int queries = 50_000;

    @Option(names = "--size", description = "The embedding size.")
    private int size = 512;

    @Override
    public Integer call() throws IOException {
      if (rows < 2 || gallery < 1 || queries < 0 || size < 1) {
        throw new ParameterException(
            spec.commandLine(), "sizes: too small (expected: --rows >= 2, the others >= 1)");
      }
      PrintWriter out = spec.commandLine().getOut();
      try (TensorScope scope = TensorScope.open("bench", Device.CPU)) {
        RetrievalBench bench =
            new RetrievalBench(
                scope,
                line -> {
                  out.println(line);
                  out.flush();
                });
        bench.recall(rows, size);
        if (queries > 0) {
          stream(bench);
        }
      }
      return ExitCode.DONE;
    }

    private void stream(RetrievalBench bench) throws IOException {
      try (ProgressBar bar =
          new ProgressBarBuilder().setTaskName("gallery").setInitialMax(gallery).build()) {
        Progress progress = (done, all) -> bar.stepTo(done);
        bench.neighbours(gallery, queries, size, progress);
      }
    }
  }
}
