package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many ask, so much is answered at once and no more. */
class BoundsTest {
  private static final int STREAMS = 8;
  private static final int TOO_MANY_STREAMS = 40;
  private static final int HALF_OPEN = 200;

  @TempDir private Path folder;

  @Test
  void halfOpenConnectionsBelowTheBoundKeepNobodyOut() throws Exception {
    try (Served served = serve(HALF_OPEN + 8)) {
      List<Socket> half = new ArrayList<>();
      for (int i = 0; i < HALF_OPEN; i++) {
        half.add(halfOpen(served));
      }
      assertThat(served.get("status").statusCode()).isEqualTo(200);
      close(half);
    }
  }

  @Test
  void oneConnectionTooManyWaitsUntilAnotherEnds() throws Exception {
    try (Served served = serve(2)) {
      List<Socket> half = List.of(halfOpen(served), halfOpen(served));
      try (Socket third = served.connect()) {
        write(third, "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        third.setSoTimeout(300);
        assertThatThrownBy(() -> third.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
        third.setSoTimeout(60_000);
        close(half);
        assertThat(new String(third.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void soManyEventStreamsAreOpenAndTheOthersAreRefused() throws Exception {
    try (Served served = serve(TOO_MANY_STREAMS + 8)) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpRequest events = served.request("events").build();
      HttpRequest head =
          served.request("events").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
      for (int i = 0; i < TOO_MANY_STREAMS; i++) { // what is not read does not count
        client.send(head, HttpResponse.BodyHandlers.discarding());
      }
      List<InputStream> open = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < TOO_MANY_STREAMS; i++) {
        HttpResponse<InputStream> response =
            client.send(events, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
          assertThat(response.body().read()).isEqualTo('e');
          open.add(response.body());
        } else {
          assertThat(response.statusCode()).isEqualTo(503);
          refused++;
        }
      }
      assertThat(open).hasSize(STREAMS);
      assertThat(refused).isEqualTo(TOO_MANY_STREAMS - STREAMS);
      for (InputStream each : open) {
        each.close();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                HttpResponse<InputStream> again =
                    client.send(events, HttpResponse.BodyHandlers.ofInputStream());
                again.body().close();
                return again.statusCode() == 200;
              });
    }
  }

  @Test
  void headsOfRequestsAreShort() throws Exception {
    try (Served served = serve(16)) {
      assertThat(served.raw("/" + "a".repeat(3000))).startsWith("HTTP/1.1 414");
      assertThat(served.get("status", "X-Long", "a".repeat(5000)).statusCode()).isEqualTo(431);
      String[] many = new String[200];
      for (int i = 0; i < many.length; i += 2) {
        many[i] = "X-Header-" + i;
        many[i + 1] = "a";
      }
      assertThat(served.get("status", many).statusCode()).isBetween(400, 431);
    }
  }

  /** The page itself tells nothing of a run; it asks for the token by itself. */
  @Test
  void aServerThatOthersReachShowsItsPageAndNothingElse() throws Exception {
    StatusSpec everywhere =
        Served.spec("0.0.0.0", Optional.empty(), new StatusSpec.Limits(16, 3, 10_000));
    try (Served served =
        Served.run(
            Runs.handle(
                folder, () -> CompletableFuture.completedFuture(Runs.at(1, RunState.RUNNING))),
            everywhere)) {
      String base = "http://127.0.0.1:" + served.server().port() + "/";
      for (Endpoint each : served.server().endpoints()) {
        HttpRequest request =
            HttpRequest.newBuilder(
                    java.net.URI.create(base + each.path().substring(1).replace("{run}", "x")))
                .method(each.method(), HttpRequest.BodyPublishers.noBody())
                .build();
        int code =
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        assertThat(code)
            .as(each.path())
            .isEqualTo(each.access() == Endpoint.Access.OPEN ? 200 : 401);
      }
    }
  }

  private Served serve(int connections) throws Exception {
    return Served.run(
        Runs.handle(folder, () -> CompletableFuture.completedFuture(Runs.at(1, RunState.RUNNING))),
        Served.spec(
            "127.0.0.1", Optional.empty(), new StatusSpec.Limits(connections, STREAMS, 10_000)));
  }

  private static Socket halfOpen(Served served) throws IOException {
    Socket socket = served.connect();
    write(socket, "GET /status HTTP/1.1\r\nHost: localh");
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }
}
