package io.reflux.queue;

import io.reflux.rundir.RunDirectory;
import io.reflux.status.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the status servers of runs: with the token that each keeps in its directory, and believing
 * the certificate that lies there of each that speaks TLS, whatever name it is made out to. Safe
 * for many threads.
 */
final class RunAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final String configured;
  private final HttpClient plain = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Map<String, HttpClient> byCertificate = new ConcurrentHashMap<>();

  /**
   * For a machine.
   *
   * @param configured the token that its settings name; empty where each run has one of its own
   */
  RunAnswers(String configured) {
    this.configured = configured;
  }

  /** Forgets how to speak with runs that have ended. */
  void keepOnly(int most) {
    if (byCertificate.size() > most) {
      byCertificate.clear();
    }
  }

  /** The text that a run answers; empty if it doesn't. */
  CompletableFuture<String> get(RunDirectory run, String url) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
      String token = token(run);
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return client(run)
          .sendAsync(request.build(), BodyHandlers.ofString())
          .handle(
              (answer, error) -> error == null && answer.statusCode() == OK ? answer.body() : "");
    } catch (IOException e) {
      return CompletableFuture.completedFuture(""); // it ended in between
    }
  }

  private String token(RunDirectory run) throws IOException {
    if (!configured.isEmpty()) {
      return configured;
    }
    return Files.exists(run.token()) ? Files.readString(run.token()).trim() : "";
  }

  private HttpClient client(RunDirectory run) throws IOException {
    Path file = run.statusCertificate();
    if (!Files.exists(file)) {
      return plain;
    }
    String certificate = Files.readString(file);
    HttpClient known = byCertificate.get(certificate);
    if (known != null) {
      return known;
    }
    HttpClient made =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .sslContext(TrustedCertificates.exactly(file))
            .build();
    byCertificate.put(certificate, made);
    return made;
  }
}
