package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.reflux.JavaCommand;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.setting.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What signals make of the command: a process of its own is sent real ones. Batch systems send USR1
 * or USR2 before they take a machine away (submitit#1615, Lightning#1455).
 */
class SignalsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2);
  private static final String LONG = "tasks.source.train.epochs=100000";
  private static final String FEW = "tasks.source.train.checkpoint.every=1000000 steps";
  private static final String UNEVALUATED = "tasks.source.train.evaluate.every=1000000 steps";

  @TempDir private Path folder;

  @BeforeEach
  void writePipeline() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Files.writeString(folder.resolve("tiny.conf"), TinyPipeline.ofOneStudent(pack).resolved());
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void endsWithACheckpoint(String signal, int code) throws Exception {
    assumeTaken(signal);
    Process child = start();
    awaitSteps(3);
    send(signal, child);
    assertThat(exit(child)).as(this::said).isEqualTo(code);
    assertThat(said())
        .contains("SIG" + signal + ": ", "a checkpoint is written")
        .containsPattern("source: stopping after .* in flight");
    assertThat(said().strip().lines().reduce("", (before, line) -> line))
        .startsWith("to go on: reflux resume ");
    assertThat(checkpoints()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USR1", "USR2"})
  void writesACheckpointAndGoesOn(String signal) throws Exception {
    Process child = start();
    awaitSteps(3);
    send(signal, child);
    awaitSaid("SIG" + signal + ": checkpoint after step ");
    assertThat(checkpoints()).hasSize(1);
    awaitSteps(steps() + 3);
    assertThat(child.isAlive()).isTrue();
    send("TERM", child);
    assertThat(exit(child)).as(this::said).isEqualTo(143);
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws Exception {
    assumeTaken("INT");
    Process child = start("--grace", "1h", "-D", "machine.loaders=1");
    awaitSteps(3);
    stopTheDisk();
    send("TERM", child);
    awaitSaid("SIGTERM: ");
    send("INT", child);
    assertThat(exit(child)).as(this::said).isEqualTo(130);
    startTheDisk();
    assertThat(checkpoints()).isEmpty();
    assertThat(said())
        .startsWith("reading ")
        .contains(
            "SIGINT again: left at once, with no checkpoint of what was at work; to go on: reflux"
                + " resume "
                + ShellWord.of(run()));
  }

  @Test
  void whenTheGraceIsOverItEndsWithTheCheckpointThatThereIs() throws Exception {
    Process child = start("--grace", "300ms");
    awaitSteps(3);
    send("USR1", child);
    awaitSaid("SIGUSR1: checkpoint after step ");
    stopTheDisk();
    send("TERM", child);
    assertThat(exit(child)).as(this::said).isEqualTo(143);
    startTheDisk();
    assertThat(said())
        .containsPattern("no time for another checkpoint; the last one is of step \\d");
    assertThat(checkpoints()).hasSize(1);
  }

  @Test
  void underNohupAClosedTerminalIsNothing() throws Exception {
    Process child = start(List.of("nohup"));
    awaitSteps(3);
    send("HUP", child);
    awaitSteps(steps() + 3);
    assertThat(child.isAlive()).isTrue();
    send("TERM", child);
    assertThat(exit(child)).as(this::said).isEqualTo(143);
  }

  /** In the place of the task's folder stands something in which nothing can be written. */
  private void stopTheDisk() throws IOException {
    Files.move(checkpointsOf(), folder.resolve("aside"));
    Files.writeString(checkpointsOf(), "");
  }

  private void startTheDisk() throws IOException {
    Files.delete(checkpointsOf());
    Files.move(folder.resolve("aside"), checkpointsOf());
  }

  private Process start(String... options) throws IOException {
    return start(List.of(), options);
  }

  private Process start(List<String> before, String... options) throws IOException {
    List<String> words = new ArrayList<>(before);
    String file = folder.resolve("tiny.conf").toString();
    words.addAll(JavaCommand.of(JavaCommand.BRIEF, Main.class, "run", file));
    words.addAll(List.of("--run-dir", run().toString(), "-D", LONG, "-D", FEW, "-D", UNEVALUATED));
    words.addAll(List.of(options));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }

  /**
   * A shell has what it runs in the background ignore SIGINT, {@code nohup} SIGHUP, and Java leaves
   * it so; every child is born with it.
   */
  private static void assumeTaken(String signal) throws IOException {
    int number = SIGNALS.getOrDefault(signal, 0);
    long ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    assumeFalse(
        number > 0 && (ignored >> (number - 1) & 1) == 1,
        "SIG" + signal + " is ignored where these tests run");
  }

  private static void send(String signal, Process child) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private int exit(Process child) throws InterruptedException {
    try {
      assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(this::said).isTrue();
      return child.exitValue();
    } finally {
      child.destroyForcibly();
    }
  }

  private void awaitSteps(long steps) {
    await().atMost(PATIENCE).until(() -> steps() >= steps);
  }

  private void awaitSaid(String words) {
    await().atMost(PATIENCE).until(() -> said().contains(words));
  }

  private long steps() throws IOException {
    Path metrics = run().resolve("metrics.csv");
    return Files.exists(metrics) ? Files.readString(metrics).lines().count() - 1 : 0;
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said.txt"));
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> all = Files.list(checkpointsOf())) {
      return all.filter(path -> path.getFileName().toString().startsWith("step-")).toList();
    }
  }

  private Path checkpointsOf() {
    return run().resolve("checkpoints").resolve("source");
  }

  private Path run() {
    return folder.resolve("run");
  }
}
