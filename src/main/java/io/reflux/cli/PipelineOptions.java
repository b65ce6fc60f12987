package io.reflux.cli;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.Amount;
import io.reflux.setting.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A pipeline file and what the command line changes in it. */
final class PipelineOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "The pipeline file (HOCON).")
  private Path file = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "N",
      split = ",",
      description =
          "The seed of the run, instead of the file's; "
              + "of several, as 0,1,2, each is run in a folder of its own.")
  private List<Long> seeds = List.of();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "Sets a key of the file, as -D machine.loaders=4; "
              + "a task's keys by its name, as -D tasks.source.train.epochs=2.")
  private List<String> overrides = new ArrayList<>();

  /** The file, as it was named. */
  Path file() {
    return file;
  }

  /** Reads the file; prints every problem, one a line, and answers empty if there is any. */
  Optional<Pipeline> read(PrintWriter out) {
    List<String> all = new ArrayList<>(overrides);
    if (seeds.size() == 1) {
      all.add("seed=" + seeds.get(0));
      all.add("seeds=[]");
    } else if (!seeds.isEmpty()) {
      all.add("seeds=" + seeds);
    }
    SlowReading watch = SlowReading.of(file, out);
    try {
      return Optional.of(Pipeline.read(file, all));
    } catch (PipelineException e) {
      print(e, out);
      return Optional.empty();
    } finally {
      watch.over();
    }
  }

  /** Prints every problem, one a line, and how many there are. */
  static void print(PipelineException refused, PrintWriter out) {
    String problems =
        refused.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    out.println(WrappedText.onScreen(problems));
    int count = refused.problems().size();
    out.println(Amount.of(count, "problem"));
  }
}
