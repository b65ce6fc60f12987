package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reflux.Campaign;
import io.reflux.InstalledProgram;
import io.reflux.JavaCommand;
import io.reflux.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What training loses while strangers load its status server: without and then with the load, the
 * load on the last core and the run on the others, a new run each turn (a server that has been
 * loaded is a while about the connections that it lost). It prints steps by the second, which all
 * else that the machine does disturbs, and the processor time of a step, which little does. The
 * load has lasted for a while before it counts. How much may be lost at most it holds only where
 * that is said, {@code -Dreflux.load.most=1} (percent), for a machine that does nothing else; a
 * campaign looks briefly whether all goes on. A measurement takes {@code -Dreflux.load.warm=30000
 * -Dreflux.load.lead=20 -Dreflux.load.seconds=30 -Dreflux.load.turns=3 -Dreflux.load.saved=100ms}
 * (instead of two seconds, which would last for two minutes), and a quarter of an hour.
 */
@Campaign
class StatusLoadIT {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int TURNS = Integer.getInteger("reflux.load.turns", 1);
  private static final int SECONDS = Integer.getInteger("reflux.load.seconds", 8);

  /** The processor time that the server may save, and take before it rests. */
  private static final Optional<String> SAVED =
      Optional.ofNullable(System.getProperty("reflux.load.saved"));

  private static final int LEAD_SECONDS = Integer.getInteger("reflux.load.lead", 10);

  /** In a measurement so many that what runs often is compiled. */
  private static final int WARM_STEPS = Integer.getInteger("reflux.load.warm", 2_000);

  private static final double MOST =
      Double.parseDouble(System.getProperty("reflux.load.most", "Infinity"));
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir Path root;

  /** As it is by default, and where somebody lets the server answer all of that. */
  @ParameterizedTest
  @CsvSource({"bounded, 128, 32, 200", "open, 4000, 1000, 10000"})
  void trainingGoesOn(String limits, int connections, int streams, int requests) throws Exception {
    assumeTrue(CORES > 1, "a core for the load alone");
    InstalledProgram.assume("taskset");
    List<Pace> quiet = new ArrayList<>();
    List<Pace> loaded = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (int turn = 1; turn <= TURNS; turn++) {
      String name = limits + turn;
      Process run = run(name, connections, streams, requests);
      try {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> steps(name) > WARM_STEPS);
        quiet.add(pace(name, run));
        told.add(load(name, () -> loaded.add(pace(name, run))));
        assertThat(run.isAlive()).isTrue();
      } finally {
        run.destroy();
        if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          run.destroyForcibly();
        }
      }
    }
    System.out.printf("status server, %s: %s%n", limits, told.get(TURNS - 1));
    double lost = lost("steps/s", loaded, quiet, Pace::stepsPerSecond);
    lost("processor ms/step", quiet, loaded, Pace::processorMillis);
    if (SAVED.isEmpty()) {
      assertThat(told).allMatch(each -> !each.contains(" 0 of 1000 streams"));
    }
    assertThat(lost).isLessThanOrEqualTo(MOST);
  }

  /** Does something while a run's server has been loaded for a while; what the load has to tell. */
  private String load(String name, Callable<?> meanwhile) throws Exception {
    int port = URI.create(Files.readString(url(name)).strip()).getPort();
    Process load = java(Integer.toString(CORES - 1), "128m", StatusLoad.class, "" + port).start();
    try (BufferedReader said = load.inputReader()) {
      assertThat(said.readLine()).isEqualTo("loading");
      TimeUnit.SECONDS.sleep(LEAD_SECONDS);
      meanwhile.call();
      load.outputWriter().append('\n').flush();
      return said.readLine();
    } finally {
      load.destroyForcibly().waitFor();
    }
  }

  private Process run(String name, int connections, int streams, int requests) throws Exception {
    String status =
        "status { connections = %d, streams = %d, requests-per-second = %d }"
            .formatted(connections, streams, requests);
    Path pack = TinyPack.write(root.resolve("pack-" + name));
    Path file = root.resolve(name + ".conf");
    String text = SoakRuns.pipeline("plain", pack, 1_000_000, "100 epochs").resolved();
    Files.writeString(file, text + "\n" + status + "\n");
    String[] words = {"run", file.toString(), "--run-dir", root.resolve(name).toString()};
    return java(CORES > 2 ? "0-" + (CORES - 2) : "0", "512m", Main.class, words)
        .redirectErrorStream(true)
        .redirectOutput(root.resolve(name + ".txt").toFile())
        .start();
  }

  /** A virtual machine on a core of its own. */
  private static ProcessBuilder java(String core, String heap, Class<?> main, String... words) {
    List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
    SAVED.ifPresent(
        time ->
            options.add("-Dreflux.status-threads.akka.actor.default-dispatcher.at-once=" + time));
    List<String> all = new ArrayList<>(List.of("taskset", "-c", core));
    all.addAll(JavaCommand.of(options, main, words));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    return builder;
  }

  /** How a run goes: the processor time is that of the whole process, by its steps. */
  private record Pace(double stepsPerSecond, double processorMillis) {}

  private Pace pace(String name, Process run) throws Exception {
    long before = steps(name);
    long began = System.nanoTime();
    Duration worked = run.info().totalCpuDuration().orElseThrow();
    TimeUnit.SECONDS.sleep(SECONDS);
    double millis = run.info().totalCpuDuration().orElseThrow().minus(worked).toNanos() / 1e6;
    double seconds = (System.nanoTime() - began) / 1e9;
    long steps = steps(name) - before;
    return new Pace(steps / seconds, millis / steps);
  }

  /** Prints a line: what less there is of something than it might be, in percent. */
  private static double lost(
      String what, List<Pace> less, List<Pace> more, ToDoubleFunction<Pace> value) {
    double lost = 100 * (1 - median(less, value) / median(more, value));
    System.out.printf(
        "  %s, medians of %d turns: %.2f, %.2f; lost %.1f %%%n",
        what, less.size(), median(less, value), median(more, value), lost);
    return lost;
  }

  private long steps(String name) throws IOException {
    Path metrics = root.resolve(name).resolve("metrics.csv");
    if (!Files.exists(metrics) || !Files.exists(url(name))) {
      return 0;
    }
    try (var lines = Files.lines(metrics)) {
      return lines.count() - 1;
    }
  }

  private Path url(String name) {
    return root.resolve(name).resolve("status.url");
  }

  private static double median(List<Pace> paces, ToDoubleFunction<Pace> value) {
    double[] sorted = paces.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
