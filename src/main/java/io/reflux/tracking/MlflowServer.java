package io.reflux.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Questions to an MLflow tracking server, by its REST API 2.0. */
final class MlflowServer {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int MOST_WORDS = 300;

  private final URI root;
  private final Optional<String> authorization;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * A server.
   *
   * @param root its address; questions go to {@code api/2.0/mlflow/} below it
   * @param environment MLflow's own variables: {@code MLFLOW_TRACKING_TOKEN}, or {@code
   *     MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}
   */
  MlflowServer(URI root, Map<String, String> environment) {
    String text = root.toString();
    this.root = URI.create((text.endsWith("/") ? text : text + "/") + "api/2.0/mlflow/");
    authorization = authorization(environment);
  }

  /** An empty object to be filled and sent. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Asks what there must be an answer to.
   *
   * @throws IOException if the server can't be reached or refuses, in one sentence
   */
  JsonNode post(String path, ObjectNode body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(text(body)));
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() != OK) {
      throw refused(path, answer);
    }
    return parsed(path, answer);
  }

  /** Asks for something that need not be there: {@code query} is encoded already. */
  Optional<JsonNode> get(String path, String query) throws IOException {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(root.resolve(path + "?" + query)).GET());
    if (answer.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (answer.statusCode() != OK) {
      throw refused(path, answer);
    }
    return Optional.of(parsed(path, answer));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    authorization.ifPresent(words -> request.header("Authorization", words));
    HttpRequest whole = request.timeout(PATIENCE).build();
    try {
      return client.send(whole, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(whole.uri() + ": no answer (expected: an MLflow server)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(whole.uri() + ": interrupted").initCause(e);
    }
  }

  private IOException refused(String path, HttpResponse<String> answer) {
    String words = answer.body().strip();
    return new IOException(
        "%s: %d %s (expected: 200)"
            .formatted(
                root.resolve(path),
                answer.statusCode(),
                words.substring(0, Math.min(words.length(), MOST_WORDS))));
  }

  private JsonNode parsed(String path, HttpResponse<String> answer) throws IOException {
    try {
      return MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException(root.resolve(path) + ": no JSON (expected: an MLflow server)", e);
    }
  }

  private static String text(ObjectNode body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can't be written", e);
    }
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!token.isEmpty()) {
      return Optional.of("Bearer " + token);
    }
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    if (user.isEmpty()) {
      return Optional.empty();
    }
    String pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
