package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.pipeline.StatusSpec;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TokenFile;
import io.reflux.stage.NotSteeredException;
import io.reflux.stage.RunHandle;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import io.reflux.status.AccessToken;
import io.reflux.status.SelfSigned;
import io.reflux.status.StatusServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ControlCommandTest {
  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(Behaviors.empty(), "no-run-to-control");

  private final List<Steering> told = new CopyOnWriteArrayList<>();
  private final List<String> tasks = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private RunDirectory run;
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    run = RunDirectory.in(folder);
    Files.writeString(run.pipeline(), "name = mine");
    server = serve(Optional.empty());
    Files.writeString(run.statusUrl(), server.url() + "\n");
  }

  private StatusServer serve(Optional<StatusSpec.Tls> tls) throws Exception {
    StatusSpec spec =
        new StatusSpec(
            "127.0.0.1",
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            List.of(),
            tls,
            new StatusSpec.Limits(16, 3, 10_000));
    RunHandle handle = new RunHandle(SYSTEM, run, CompletableFuture::new, this::steer);
    return StatusServer.start(spec, handle, new AccessToken(TokenFile.of(run)))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private CompletionStage<Steered> steer(Steering steering, String task) {
    told.add(steering);
    tasks.add(task);
    return steering.equals(new Steering.Evaluate())
        ? CompletableFuture.failedFuture(new NotSteeredException("nothing is trained now"))
        : CompletableFuture.completedFuture(new Steered(7, "so it is from step 7 on"));
  }

  @AfterEach
  void stop() throws Exception {
    server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void oneTaskOfSeveralIsNamed() {
    assertThat(control(folder.toString(), "learning-rate", "--factor", "0.5", "--task", "target"))
        .isZero();
    assertThat(tasks).containsExactly("target");
  }

  @Test
  void aRunIsSteeredByItsFolder() {
    assertThat(control(folder.toString(), "pause")).isZero();
    assertThat(out.toString()).isEqualTo("so it is from step 7 on" + System.lineSeparator());
    assertThat(control(folder.toString(), "learning-rate", "--factor", "0.5")).isZero();
    assertThat(control(folder.toString(), "stop", "--grace", "90s")).isZero();
    assertThat(told)
        .containsExactly(
            new Steering.Pause(),
            new Steering.LearningRate(0.5),
            new Steering.Stop(Duration.ofSeconds(90)));
  }

  @Test
  void aRunIsSteeredByItsAddressWithATokenFile() {
    String token = run.token().toString();
    assertThat(control(server.url(), "resume", "--token-file", token)).isZero();
    assertThat(control(server.url().replaceAll("/$", ""), "resume", "--token-file", token))
        .isZero();
    assertThat(told).containsExactly(new Steering.Resume(), new Steering.Resume());
  }

  @Test
  void whatTheRunRefusesIsAFailure() {
    assertThat(control(folder.toString(), "evaluate")).isEqualTo(3);
    assertThat(err.toString()).contains("evaluate: refused, nothing is trained now");
  }

  @Test
  void wrongRequestsAreBadUsageInOneSentence() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong\n");
    Path spaced = Files.writeString(folder.resolve("spaced"), "open\nsesame\n");
    assertThat(control(folder.toString(), "explode")).isEqualTo(2);
    assertThat(control(folder.toString(), "pause", "--factor", "2")).isEqualTo(2);
    assertThat(control(folder.toString(), "learning-rate")).isEqualTo(2);
    assertThat(control(folder.toString(), "learning-rate", "--factor", "-1")).isEqualTo(2);
    assertThat(control(folder.toString(), "stop", "--grace", "soon")).isEqualTo(2);
    assertThat(control(folder.toString(), "pause", "--token-file", wrong.toString())).isEqualTo(2);
    assertThat(control(server.url(), "pause", "--token-file", spaced.toString())).isEqualTo(2);
    assertThat(control(server.url(), "pause")).isEqualTo(2);
    assertThat(control("ftp://elsewhere", "pause")).isEqualTo(2);
    assertThat(control("http://", "pause", "--token-file", wrong.toString())).isEqualTo(2);
    assertThat(told).isEmpty();
    assertThat(err.toString())
        .contains(
            "COMMAND: explode (expected: one of pause, resume,",
            "pause.factor: 2 (expected: no such field, but task)",
            "learning-rate.factor: missing (expected: a number > 0)",
            "stop.grace: \"soon\" (expected: a time >= 0",
            "the run's token is missing or wrong",
            "spaced: no token inside",
            "--token-file: missing (expected: it, or REFLUX_STATUS_TOKEN, or RUN_DIR",
            "URL|RUN_DIR: ftp://elsewhere (expected:")
        .doesNotContain("sesame", "Exception", Files.readString(run.token()).trim());
  }

  @Test
  void aRunThatDoesNotGoOnIsAFailure() throws Exception {
    server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(control(folder.toString(), "pause")).isEqualTo(3);
    assertThat(err.toString()).contains("no answer (expected: a run that goes on)");
    Files.delete(run.statusUrl());
    assertThat(control(folder.toString(), "pause")).isEqualTo(3);
    assertThat(err.toString()).contains("no status.url (expected: a run that goes on)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void tlsIsSpokenByPemFilesAndBelievedByCertificate(String algorithm) throws Exception {
    StatusSpec.Tls files = SelfSigned.pem(folder, algorithm);
    StatusServer encrypted = serve(Optional.of(files));
    try {
      String token = run.token().toString();
      assertThat(encrypted.url()).startsWith("https://");
      assertThat(control(encrypted.url(), "pause", "--token-file", token)).isEqualTo(3);
      String trusted = files.certificate().toString();
      assertThat(control(encrypted.url(), "pause", "--token-file", token, "--cacert", trusted))
          .isZero();
      Files.writeString(run.statusUrl(), encrypted.url() + "\n");
      assertThat(control(folder.toString(), "pause")).isEqualTo(3);
      Files.copy(files.certificate(), run.statusCertificate());
      assertThat(control(folder.toString(), "resume")).isZero();
      assertThat(told).containsExactly(new Steering.Pause(), new Steering.Resume());
    } finally {
      encrypted.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  private int control(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[words.length + 1];
    all[0] = "control";
    System.arraycopy(words, 0, all, 1, words.length);
    return line.execute(all);
  }
}
