package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.JavaCommand;
import io.reflux.cli.Main;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reflux sweep} with real processes, which are killed. */
class SweepIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String RATE = "tasks.target.distill.optimizer.lr";
  private static final String CACHE = "tasks.target.distill.teacher.cache.";

  @TempDir private Path shared;
  private final List<Process> started = new ArrayList<>();
  private Path file;

  @SuppressWarnings("NullAway.Init")
  SweepIT() {}

  @BeforeEach
  void write() throws Exception {
    Pipeline pipeline =
        TinyPipeline.ofOneStudent(TinyPack.write(shared.resolve("pack")), TinyPipeline.NARROW);
    file = Files.writeString(shared.resolve("tiny.conf"), pipeline.resolved());
  }

  @AfterEach
  void leaveNothing() {
    started.forEach(
        sweep -> {
          sweep.descendants().forEach(ProcessHandle::destroyForcibly);
          sweep.destroyForcibly();
        });
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(shared.toString()))
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aSweepThatIsKilledGoesOnAndItsTrialsHaveTheNumbersOfPlainRuns() throws Exception {
    String[] words = {
      file.toString(),
      "--sweep-dir",
      place().toString(),
      "--over",
      RATE + "=1e-3,1e-2",
      "--over",
      "tasks.target.distill.epochs=12"
    };
    Process first = sweep(words);
    RunDirectory second = trial("002-lr=0.01,epochs=12");
    await(() -> steps(second) > 20);
    ProcessHandle run = process("002-lr=0.01,epochs=12");
    first.destroyForcibly().waitFor();
    run.destroyForcibly();
    run.onExit().get(1, TimeUnit.MINUTES);
    assertThat(trial("001-lr=0.001,epochs=12").summary()).exists();
    assertThat(second.summary()).doesNotExist();
    Object done = Files.getLastModifiedTime(trial("001-lr=0.001,epochs=12").summary());

    Process again = sweep("--resume", place().toString(), "--json", "--metric", "map@r");
    assertThat(waitFor(again)).as(said()).isZero();
    assertThat(Files.getLastModifiedTime(trial("001-lr=0.001,epochs=12").summary()))
        .isEqualTo(done);
    JsonNode table = new ObjectMapper().readTree(Files.readString(shared.resolve("out.txt")));
    assertThat(table.path("metric").asText()).isEqualTo("map@r");
    assertThat(table.path("trials")).hasSize(2);
    assertThat(table.at("/trials/0/metrics/map@r").asDouble())
        .isGreaterThanOrEqualTo(table.at("/trials/1/metrics/map@r").asDouble());

    Pipeline plain = Pipeline.read(file, List.of(RATE + "=1e-2", "tasks.target.distill.epochs=12"));
    assertThat(Series.of(second)).isEqualTo(Series.of(plain, shared.resolve("plain")));

    assertThat(waitFor(sweep(words))).as("the same command finds all done").isZero();
    words[4] = RATE + "=1e-3";
    assertThat(waitFor(sweep(words))).as("another one is refused").isEqualTo(2);
    assertThat(said()).contains("holds another sweep");
  }

  @Test
  void aTrialThatFailsEndsNoOther() throws Exception {
    Process sweep =
        sweep(
            file.toString(),
            "--sweep-dir",
            place().toString(),
            "--max-trials-at-once",
            "2",
            "--over",
            RATE + "=1e30,3e-3");
    assertThat(waitFor(sweep)).isEqualTo(3);
    assertThat(trial("001-lr=1.0E30").summary()).doesNotExist();
    assertThat(trial("002-lr=0.003").summary()).exists();
    assertThat(Files.readString(shared.resolve("out.txt")))
        .containsPattern("001 +1.0E30 .* failed")
        .containsPattern("002 +0.003 .* done")
        .contains("best by recall@1: " + trial("002-lr=0.003").root())
        .contains("to go on: reflux sweep --resume " + place());
  }

  @Test
  void sideBySideATeacherIsTrainedOnceAndAskedOnce() throws Exception {
    Files.writeString(
        file, Pipeline.read(file, List.of(CACHE + "mode=replay", CACHE + "period=1")).resolved());
    String[] words = {
      file.toString(),
      "--sweep-dir",
      place().toString(),
      "--max-trials-at-once",
      "2",
      "--json",
      "--over",
      RATE + "=1e-3,1e-2"
    };
    Process first = sweep(words);
    RunDirectory source = trial("000-source");
    await(() -> steps(source) > 3);
    ProcessHandle run = process("000-source");
    first.destroyForcibly().waitFor();
    run.destroyForcibly();
    run.onExit().get(1, TimeUnit.MINUTES);
    assertThat(source.summary()).doesNotExist();

    assertThat(waitFor(sweep(words))).as(said()).isZero();
    JsonNode table = new ObjectMapper().readTree(Files.readString(shared.resolve("out.txt")));
    long misses = 0;
    for (String rate : List.of("0.001", "0.01")) {
      RunDirectory trial = trial((rate.equals("0.01") ? "002" : "001") + "-lr=" + rate);
      assertThat(RunJournal.read(trial))
          .filteredOn(entry -> entry.what().equals("taken"))
          .singleElement()
          .satisfies(entry -> assertThat(entry.task()).isEqualTo("source"));
      Pipeline alone = Pipeline.read(file, List.of(RATE + "=" + rate));
      RunDirectory plain = new RunDirectory(shared.resolve("plain-" + rate));
      assertThat(Series.of(trial)).isEqualTo(Series.of(alone, plain.root()));
      misses = plain.readSummary().orElseThrow().tasks().get(1).cacheMisses();
    }
    assertThat(misses).isPositive();
    assertThat(sum(table, "cache-misses")).as("each answer is computed once").isEqualTo(misses);
    assertThat(sum(table, "cache-hits")).isGreaterThanOrEqualTo(misses);
  }

  private static long sum(JsonNode table, String name) {
    long sum = 0;
    for (JsonNode trial : table.path("trials")) {
      sum += trial.path(name).asLong();
    }
    return sum;
  }

  @Test
  void ofFourTrialsTheBestIsDoneWithTheNumbersOfAPlainRun() throws Exception {
    assertThat(waitFor(halving())).as(said()).isZero();
    theBestIsDoneWithTheNumbersOfAPlainRun();
  }

  @Test
  void halvingThatIsKilledBetweenRungsComesToTheSameBest() throws Exception {
    Process first = halving();
    await(() -> Files.exists(trial("002-lr=0.001").evaluations()));
    await(() -> Files.readString(trial("002-lr=0.001").evaluations()).lines().count() > 2);
    first.destroyForcibly().waitFor();
    for (ProcessHandle run : trials()) {
      run.destroyForcibly();
      run.onExit().get(1, TimeUnit.MINUTES);
    }
    assertThat(Files.exists(trial("004-lr=0.01").summary())).as("that was the midst").isFalse();
    assertThat(waitFor(sweep("--resume", place().toString()))).as(said()).isZero();
    theBestIsDoneWithTheNumbersOfAPlainRun();
  }

  private List<ProcessHandle> trials() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> process.info().commandLine().orElse("").contains(place().toString()))
        .toList();
  }

  private Process halving() throws IOException {
    return sweep(
        file.toString(),
        "--sweep-dir",
        place().toString(),
        "-D",
        "tasks.target.distill.epochs=8",
        "--halving",
        "2",
        "--over",
        RATE + "=1e-5,1e-3,3e-3,1e-2");
  }

  /** Whom each rung keeps follows from what all were measured at by then: who is best, too. */
  private void theBestIsDoneWithTheNumbersOfAPlainRun() throws Exception {
    // One that is over before it can be held at its rung is done: how many are is not known before.
    Matcher table = Pattern.compile("(?m)^00\\d .* (done|dropped)\\b").matcher(said());
    assertThat(table.results().map(row -> row.group(1)).toList())
        .as(said())
        .hasSize(4)
        .contains("done");
    Matcher best = Pattern.compile("best by recall@1: (.*)").matcher(said());
    assertThat(best.find()).as(said()).isTrue();
    RunDirectory winner = new RunDirectory(Path.of(best.group(1)));
    assertThat(winner.summary()).exists();
    String rate = winner.root().getFileName().toString().replaceFirst(".*lr=", "");
    Pipeline plain =
        Pipeline.read(file, List.of(RATE + "=" + rate, "tasks.target.distill.epochs=8"));
    assertThat(Series.of(winner)).isEqualTo(Series.of(plain, shared.resolve("plain")));
  }

  private Path place() {
    return shared.resolve("swept");
  }

  private RunDirectory trial(String name) {
    return new RunDirectory(place().resolve("trials").resolve(name));
  }

  private ProcessHandle process(String trial) throws IOException {
    Path number = place().resolve("trials/.queue").resolve(trial + ".pid");
    return ProcessHandle.of(Long.parseLong(Files.readString(number).trim())).orElseThrow();
  }

  private static long steps(RunDirectory run) throws IOException {
    return Files.exists(run.metrics()) ? Files.readString(run.metrics()).lines().count() : 0;
  }

  private Process sweep(String... words) throws IOException {
    List<String> options =
        JavaCommand.with(
            JavaCommand.BRIEF, "-Dreflux.keep-alive.first-delay=1ms", "-Dreflux.step-retries=0");
    List<String> all = JavaCommand.of(options, Main.class, "sweep");
    all.addAll(List.of(words));
    Process process =
        new ProcessBuilder(all)
            .redirectError(shared.resolve("err.txt").toFile())
            .redirectOutput(shared.resolve("out.txt").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String said() throws IOException {
    return Files.readString(shared.resolve("out.txt"))
        + Files.readString(shared.resolve("err.txt"));
  }

  private int waitFor(Process process) {
    return assertTimeoutPreemptively(PATIENCE, () -> process.waitFor());
  }

  private void await(Callable<Boolean> condition) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (!condition.call()) {
            assertThat(started.get(started.size() - 1).isAlive()).as(said()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
          }
        });
  }
}
