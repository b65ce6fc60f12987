package io.reflux.status;

import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunHandle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server of one run, and a client of it. */
final class Served implements AutoCloseable {
  /** So long that no load of the machine makes a run silent. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static final String TOKEN = "open sesame";

  private final HttpClient client = HttpClient.newHttpClient();
  private final StatusServer server;

  private Served(StatusServer server) {
    this.server = server;
  }

  static Served run(RunHandle run) throws Exception {
    return run(run, spec("127.0.0.1", Optional.empty(), new StatusSpec.Limits(64, 3, 10_000)));
  }

  static Served run(RunHandle run, StatusSpec spec) throws Exception {
    return new Served(
        StatusServer.start(spec, run, new AccessToken(TOKEN))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS));
  }

  static StatusSpec spec(String host, Optional<StatusSpec.Tls> tls, StatusSpec.Limits limits) {
    return new StatusSpec(host, 0, Duration.ofMillis(20), PATIENCE, List.of(), tls, limits);
  }

  StatusServer server() {
    return server;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** With the token. */
  HttpResponse<String> post(String path, String body) throws Exception {
    return post(path, body, "Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(request(path).headers(headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
    return client.send(
        request(path).headers(headers).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  /** What is answered to a request for a target as it is written here. */
  String raw(String target) throws IOException {
    try (Socket socket = connect()) {
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  @Override
  public void close() {
    server.stop().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
