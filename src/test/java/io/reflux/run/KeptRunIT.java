package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reflux.Campaign;
import io.reflux.JavaCommand;
import io.reflux.cli.Main;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RestartsFile;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reflux run --keep-alive}, whose child is killed natively, again and again. */
class KeptRunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SIGTERM_EXIT = 143;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private Path file = Path.of("");
  private Path root = Path.of("");

  @BeforeEach
  void write() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Pipeline pipeline = TinyPipeline.over(pack, TinyPipeline.NARROW);
    file = Files.writeString(folder.resolve("tiny.conf"), pipeline.resolved());
    root = folder.resolve("run");
  }

  @AfterEach
  void leaveNothing() {
    started.forEach(
        parent -> {
          parent.descendants().forEach(ProcessHandle::destroyForcibly);
          parent.destroyForcibly();
        });
  }

  @Test
  void killedNativelyAgainAndAgainItEndsWithTheSameNumbers() throws Exception {
    List<String> longer = List.of("-D", "tasks.source.train.epochs=20");
    Path plain = folder.resolve("undisturbed");
    assertThat(end(reflux(plain, longer, false))).isZero();

    Process parent = reflux(root, longer, true);
    kill(parent, 5, "KILL");
    kill(parent, 30, "SEGV");
    kill(parent, 60, "KILL");
    kill(parent, 80, "ABRT");
    assertThat(end(parent)).isZero();
    assertThat(Series.of(new RunDirectory(root))).isEqualTo(Series.of(new RunDirectory(plain)));
    List<RestartsFile.Restart> restarts = new RestartsFile(new RunDirectory(root)).all();
    assertThat(restarts)
        .extracting(RestartsFile.Restart::exit)
        .containsExactly(137, 134, 137, 134); // of SIGSEGV a JVM writes a file, and aborts
    assertThat(root.resolve(restarts.get(1).crashFile())).isRegularFile();
    assertThat(new RunDirectory(root).readSummary().orElseThrow().restarts()).isEqualTo(4);
    assertThat(said()).contains("keep-alive: done, after 4 restarts");
  }

  /** A client steers it by HTTP meanwhile, and finds it again after each restart. */
  @Campaign
  @Test
  void killedWhileItIsSteeredItEndsAsIfItHadBeenToldUpFront() throws Exception {
    List<String> longer = List.of("-D", "tasks.source.train.epochs=40");
    Process parent = reflux(root, longer, true);
    awaitLines(parent, 5);
    order("learning-rate", "{\"factor\": 0.5}");
    kill(parent, 10, "KILL");
    order("pause", "");
    kill(parent, 10, "SEGV"); // whoever starts it again doesn't pause it
    kill(parent, 40, "KILL");
    order("evaluate", "");
    kill(parent, 60, "ABRT");
    order("pause", "");
    order("learning-rate", "{\"factor\": 2}");
    order("resume", "");
    kill(parent, 100, "KILL");
    assertThat(end(parent)).isZero();

    Path upFront = folder.resolve("up-front");
    Path changes = SteeredTrials.changesOf(upFront);
    Files.createDirectories(changes.getParent());
    Files.copy(SteeredTrials.changesOf(root), changes);
    assertThat(Files.readAllLines(changes)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(end(reflux(upFront, longer, false))).isZero();
    assertThat(Series.of(new RunDirectory(root))).isEqualTo(Series.of(new RunDirectory(upFront)));
  }

  /** Tells the run something, as soon as it is there to be told. */
  private void order(String what, String body) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (!isFollowed(what, body)) {
            TimeUnit.MILLISECONDS.sleep(20);
          }
        });
  }

  private boolean isFollowed(String what, String body) throws InterruptedException {
    try {
      String url = Files.readString(root.resolve("status.url")).strip();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "control/" + what))
              .header(
                  "Authorization",
                  "Bearer " + Files.readString(root.resolve("status.token")).strip())
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == HttpURLConnection.HTTP_OK;
    } catch (IOException e) { // between two processes
      return false;
    }
  }

  @Test
  void aSignalToTheParentStopsTheRunWithACheckpoint() throws Exception {
    Process parent = reflux(root, List.of("-D", "tasks.source.train.epochs=2000"), true);
    awaitLines(parent, 5);
    parent.toHandle().destroy();
    assertThat(end(parent)).isEqualTo(SIGTERM_EXIT);
    assertThat(said()).contains("a checkpoint is written", "keep-alive: stopped; reflux resume");
    assertThat(new RestartsFile(new RunDirectory(root)).all()).isEmpty();
  }

  private Process reflux(Path run, List<String> further, boolean keepAlive) throws IOException {
    List<String> options =
        JavaCommand.with(JavaCommand.BRIEF, "-Dreflux.keep-alive.first-delay=1ms");
    List<String> words =
        JavaCommand.of(options, Main.class, "run", file.toString(), "--run-dir", run.toString());
    words.addAll(further);
    if (keepAlive) {
      words.add("--keep-alive");
    }
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said.txt"));
  }

  private int end(Process process) throws IOException {
    int code = assertTimeoutPreemptively(PATIENCE, () -> process.waitFor());
    assertThat(code).as(said()).isIn(0, SIGTERM_EXIT);
    return code;
  }

  /** Sends the run's own process a signal when so many steps are written, and waits for its end. */
  private void kill(Process parent, int lines, String signal) throws Exception {
    ProcessHandle child = awaitLines(parent, lines);
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + child.pid()).start();
    assertThat(kill.waitFor()).isZero();
    assertTimeoutPreemptively(PATIENCE, () -> child.onExit().get());
  }

  private ProcessHandle awaitLines(Process parent, int lines) {
    return assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (written() < lines || parent.children().count() != 1) {
            assertThat(parent.isAlive()).as(said()).isTrue();
            TimeUnit.MILLISECONDS.sleep(2);
          }
          return parent.children().findFirst().orElseThrow();
        });
  }

  private long written() throws IOException {
    Path metrics = root.resolve("metrics.csv");
    return Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
  }
}
