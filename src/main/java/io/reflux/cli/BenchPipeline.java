package io.reflux.cli;

import io.reflux.bench.BenchCase;
import io.reflux.bench.OriginalsBench;
import io.reflux.bench.PipelineBench;
import io.reflux.bench.RealStagesBench;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux bench pipeline}. */
@Command(
    name = "pipeline",
    description = {
      "Times each stage of a distillation alone, then all of them together.",
      "Each has always work at hand when it is alone; together they are joined by their streams, in"
          + " one run. What comes out is the throughput as a share of what the slowest stage does"
          + " alone. Reading and networks are timed waits (--real: are what they are). The last"
          + " line is the second period of a cache that replays, of a teacher four times as slow as"
          + " the student."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchPipeline implements Callable<Integer> {
  private static final double GOAL = 0.97;
  private static final double REAL_GOAL = 0.93;

  /** Batches as in {@code bench originals}. */
  private static final OriginalsBench.Size REAL = new OriginalsBench.Size(88, 112, 12, 1, 1);

  /** Which stage is the slowest, and what a batch costs each of them then. */
  private static final Map<String, PipelineBench.Load> LOADS = loads();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOutput output = new BenchOutput();

  @Option(names = "--loaders", description = "How many images are read at once.")
  private int loaders = 4;

  @Option(names = "--lanes", description = "Lanes of the teacher.")
  private int lanes = 2;

  @Option(names = "--steps", description = "How many steps are timed.")
  private int steps = 64;

  @Option(names = "--millis", description = "How long the slowest stage takes for a batch.")
  private double millis = 40;

  @Option(
      names = "--real",
      description =
          "Real stages instead, whatever the other options say: JPEGs, a ResNet-50 as the teacher"
              + " of a ResNet-18 at 112 pixels, a thread each, on this processor; about four"
              + " minutes of two cores. What they share (cores, memory) bounds them, too.")
  private boolean real;

  @Override
  public Integer call() throws IOException, PipelineException {
    if (loaders < 1 || lanes < 1 || steps < 1 || !(millis > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--loaders, --lanes, --steps, --millis: too small (expected: > 0)");
    }
    output.say("ms a batch");
    output.say("slowest   loader  teacher  student  together  share of the bound");
    List<BenchCase> cases = real ? realStages() : simulatedStages();
    output.print(cases);
    return ExitCode.DONE;
  }

  private List<BenchCase> realStages() throws IOException, PipelineException {
    List<BenchCase> cases = new ArrayList<>();
    for (String precision : List.of("float32", "bfloat16")) {
      PipelineBench.Paces paces = new RealStagesBench(REAL).paces(precision);
      output.say(line(precision, paces));
      cases.add(BenchCase.atLeast(REAL_GOAL, "real-" + precision, paces.share(), BenchCase.TIMES));
    }
    return cases;
  }

  private List<BenchCase> simulatedStages() throws IOException {
    PipelineBench bench = new PipelineBench(steps, millis);
    PipelineBench.Width width = new PipelineBench.Width(loaders, lanes);
    // until the virtual machine has compiled it
    new PipelineBench(steps, 1).paces(width, new PipelineBench.Load(1, 1, 1));
    List<BenchCase> cases = new ArrayList<>();
    LOADS.forEach(
        (slowest, load) -> {
          PipelineBench.Paces paces = bench.paces(width, load);
          output.say(line(slowest, paces));
          cases.add(BenchCase.atLeast(GOAL, "slowest-" + slowest, paces.share(), BenchCase.TIMES));
        });
    // A teacher that would bound all, but for the cache.
    PipelineBench.Paces replayed = bench.replayed(width, new PipelineBench.Load(0.5, 4, 1));
    output.say(line("replayed", replayed));
    cases.add(BenchCase.atLeast(GOAL, "replayed", replayed.share(), BenchCase.TIMES));
    return cases;
  }

  private static String line(String slowest, PipelineBench.Paces paces) {
    return String.format(
        Locale.ROOT,
        "%-8s  %6.2f  %7.2f  %7.2f  %8.2f  %.3f",
        slowest,
        paces.loader(),
        paces.teacher(),
        paces.student(),
        paces.together(),
        paces.share());
  }

  private static Map<String, PipelineBench.Load> loads() {
    Map<String, PipelineBench.Load> loads = new LinkedHashMap<>();
    loads.put("loader", new PipelineBench.Load(1, 0.5, 0.5));
    loads.put("teacher", new PipelineBench.Load(0.5, 1, 0.5));
    loads.put("student", new PipelineBench.Load(0.5, 0.5, 1));
    loads.put("none", new PipelineBench.Load(1, 1, 1));
    return loads;
  }
}
