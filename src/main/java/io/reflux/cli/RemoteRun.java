package io.reflux.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import io.reflux.status.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A run of another process, by way of its status server.
 *
 * @param url where it answers; ends in a slash
 * @param token what has to come with requests that steer
 * @param shown the certificate that the run says it shows; empty if it is known by its address
 *     alone
 */
record RemoteRun(URI url, String token, Optional<Path> shown) {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  /** Longer than the server lets anybody wait. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(20);

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int CONFLICT = 409;
  private static final int SERVERS_FAULT = 500;
  private static final int TOO_MANY = 429;

  /**
   * What a server said.
   *
   * @param code HTTP's
   * @param sentence for people
   */
  record Answer(int code, String sentence) {
    boolean isFollowed() {
      return code == OK || code == ACCEPTED;
    }

    /** The request itself was wrong, whatever the run is about. */
    boolean isRequestsFault() {
      return code < SERVERS_FAULT && code != CONFLICT && code != TOO_MANY;
    }
  }

  /**
   * A run by its address or its folder.
   *
   * @param tokenFile holds the token; without, the machine's settings name it, or the folder holds
   *     it
   * @throws IOException if the folder's run does not go on, or a file can't be read
   */
  static RemoteRun of(String target, Optional<Path> tokenFile) throws IOException {
    if (target.startsWith("http://") || target.startsWith("https://")) {
      return new RemoteRun(url(target), token(tokenFile, Optional.empty()), Optional.empty());
    }
    RunDirectory run = new RunDirectory(Path.of(target));
    if (!run.isBegun()) {
      throw new InputException(
          "URL|RUN_DIR: " + target + " (expected: http://…, https://…, or the folder of a run)");
    }
    if (!Files.isRegularFile(run.statusUrl())) {
      throw new IOException(target + ": no status.url (expected: a run that goes on)");
    }
    return new RemoteRun(
        url(Files.readString(run.statusUrl()).trim()),
        token(tokenFile, Optional.of(run)),
        Optional.of(run.statusCertificate()).filter(Files::exists));
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text : text + "/");
      if (url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // the sentence below says it
    }
    throw new InputException("URL: " + text + " (expected: as http://127.0.0.1:41233/)");
  }

  private static String token(Optional<Path> file, Optional<RunDirectory> run) throws IOException {
    String configured = ConfigFactory.load().getString("reflux.status-token");
    if (file.isEmpty() && !configured.isEmpty()) {
      return configured;
    }
    Path holder =
        file.or(() -> run.map(RunDirectory::token))
            .orElseThrow(
                () ->
                    new InputException(
                        "--token-file: missing (expected: it, or REFLUX_STATUS_TOKEN, or RUN_DIR"
                            + " instead of a URL)"));
    String token = Files.readString(holder).trim();
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new InputException(holder + ": no token inside (expected: one, on one line)");
    }
    return token;
  }

  /**
   * Sends a request that steers.
   *
   * @param fields the JSON body
   * @param certificates to trust in place of the run's own, or the machine's
   * @throws IOException if the run does not answer
   */
  Answer post(String path, Map<String, Object> fields, Optional<Path> certificates)
      throws IOException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(TO_CONNECT);
    if (certificates.isPresent()) {
      client.sslContext(TrustedCertificates.context(certificates.get()));
    } else if (shown.isPresent()) {
      client.sslContext(TrustedCertificates.exactly(shown.get()));
    }
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(TO_ANSWER)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(fields)))
            .build();
    try {
      HttpResponse<String> response =
          client.build().send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), sentence(response));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(url + ": given up", e);
    } catch (IOException e) {
      throw new IOException(url + ": no answer (expected: a run that goes on): " + e, e);
    }
  }

  private static String sentence(HttpResponse<String> response) {
    try {
      JsonNode json = new ObjectMapper().readTree(response.body());
      String sentence = json.path("sentence").asText(json.path("error").asText(""));
      if (!sentence.isEmpty()) {
        return sentence;
      }
    } catch (JsonProcessingException e) {
      // not one of ours
    }
    return "HTTP " + response.statusCode() + " (expected: the answer of a run)";
  }
}
