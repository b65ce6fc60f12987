package io.reflux.bench;

import io.reflux.engine.TensorScope;
import io.reflux.objective.catalogue.Objectives;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Milliseconds of one step (forward and backward) of every loss, on one core: run {@code main} with
 * the test class path; it prints the table. The budget is 5 ms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class LossBenchmark {
  /** The loss; the runner fills in every name of the catalogue. */
  @Param("proxy-anchor")
  public String loss = "proxy-anchor";

  @SuppressWarnings("NullAway.Init") // by open(), before anything else
  private LossStep step;

  /** Makes the batch. */
  @Setup
  public void open() {
    step = new LossStep(loss);
  }

  /** Frees the batch. */
  @TearDown
  public void close() {
    step.close();
  }

  /** One step; the checksum keeps it from being optimised away. */
  @Benchmark
  public long step() {
    try (TensorScope scope = step.scope()) {
      return step.run(scope).size();
    }
  }

  /**
   * Runs all losses, or those named.
   *
   * @throws RunnerException if a loss fails
   */
  public static void main(String[] names) throws RunnerException {
    String[] losses =
        names.length > 0
            ? names
            : Objectives.CATALOGUE.names().stream().sorted().toArray(String[]::new);
    new Runner(
            new OptionsBuilder()
                .include(LossBenchmark.class.getName() + ".step")
                .param("loss", losses)
                .build())
        .run();
  }
}
