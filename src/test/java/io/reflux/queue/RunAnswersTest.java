package io.reflux.queue;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.pipeline.StatusSpec;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TokenFile;
import io.reflux.stage.NotSteeredException;
import io.reflux.stage.RunHandle;
import io.reflux.status.AccessToken;
import io.reflux.status.SelfSigned;
import io.reflux.status.StatusServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that listen on all addresses of a machine: by TLS, and to who brings their token. */
class RunAnswersTest {
  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(Behaviors.empty(), "asked-run");

  @TempDir private Path root;
  private RunDirectory run;
  private StatusServer server;
  private String url;

  @SuppressWarnings("NullAway.Init")
  RunAnswersTest() {}

  @BeforeEach
  void serve() throws Exception {
    run = RunDirectory.in(Files.createDirectory(root.resolve("run")));
    StatusSpec.Tls files = SelfSigned.pem(root, "EC");
    StatusSpec spec =
        new StatusSpec(
            "0.0.0.0",
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            List.of(),
            Optional.of(files),
            new StatusSpec.Limits(16, 3, 10_000));
    RunHandle handle =
        new RunHandle(
            SYSTEM,
            run,
            CompletableFuture::new,
            (steering, task) ->
                CompletableFuture.failedFuture(new NotSteeredException("it has no wheel")));
    server =
        StatusServer.start(spec, handle, new AccessToken(TokenFile.of(run)))
            .toCompletableFuture()
            .join();
    url = "https://localhost:" + server.port() + "/history"; // not the certificate's name
    Files.copy(files.certificate(), run.statusCertificate());
  }

  @AfterEach
  void stop() {
    server.stop().toCompletableFuture().join();
  }

  @Test
  void itsOwnCertificateAndTokenAreEnough() {
    assertThat(new RunAnswers("").get(run, url).join()).startsWith("{");
  }

  @Test
  void whoBringsAnotherTokenOrIsShownAnotherCertificateHearsNothing() throws Exception {
    assertThat(new RunAnswers("another").get(run, url).join()).isEmpty();
    Path other = Files.createDirectory(root.resolve("other"));
    Files.delete(run.statusCertificate());
    Files.copy(SelfSigned.pem(other, "EC").certificate(), run.statusCertificate());
    assertThat(new RunAnswers("").get(run, url).join()).isEmpty();
    Files.delete(run.statusCertificate());
    assertThat(new RunAnswers("").get(run, url).join()).isEmpty();
  }
}
