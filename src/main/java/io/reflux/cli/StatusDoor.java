package io.reflux.cli;

import com.typesafe.config.ConfigFactory;
import io.reflux.pipeline.StatusSpec;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TokenFile;
import io.reflux.stage.RunHandle;
import io.reflux.status.AccessToken;
import io.reflux.status.StatusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes the status server of a run, and keeps {@code RUN_DIR/status.url} true, and the
 * certificate beside it, if there is one.
 */
final class StatusDoor {
  private static final Logger LOG = LoggerFactory.getLogger(StatusDoor.class);

  private final StatusSpec spec;
  private @Nullable StatusServer server;
  private @Nullable RunDirectory sign;

  StatusDoor(StatusSpec spec) {
    this.spec = spec;
  }

  /**
   * Begins to serve. A run whose address is taken goes on without being asked.
   *
   * @return a line that says where the status is, or why it is nowhere
   */
  synchronized String open(RunHandle run) {
    try {
      StatusServer opened = StatusServer.start(spec, run, token(run)).toCompletableFuture().join();
      server = opened;
      sign = run.directory();
      if (spec.tls().isPresent()) {
        Files.copy(
            spec.tls().get().certificate(),
            run.directory().statusCertificate(),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(run.directory().statusUrl(), opened.url() + "\n");
      return "status " + opened.url();
    } catch (CompletionException | IOException e) {
      LOG.warn("no status", e);
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      return "no status: " + Sentences.of(cause);
    }
  }

  /**
   * Shows new metrics.
   *
   * @param name of a student, or a teacher
   * @param epoch 0 for a teacher
   */
  synchronized void evaluated(String task, String name, int epoch, Map<String, Double> metrics) {
    if (server != null) {
      server.evaluated(task, name, epoch, metrics);
    }
  }

  /** The token that this machine's settings name, or the run's own. */
  private static AccessToken token(RunHandle run) throws IOException {
    String configured = ConfigFactory.load().getString("reflux.status-token");
    return new AccessToken(TokenFile.or(configured, run.directory()));
  }

  /** Stops serving. */
  synchronized void close() {
    try {
      if (sign != null) {
        Files.deleteIfExists(sign.statusUrl());
        Files.deleteIfExists(sign.statusCertificate());
      }
    } catch (IOException e) {
      LOG.warn("status.url stays, although nobody answers there any more", e);
    }
    if (server != null) {
      server.stop();
      server = null;
    }
  }
}
