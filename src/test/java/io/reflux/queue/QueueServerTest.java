package io.reflux.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reflux.keep.ChildCommand;
import io.reflux.keep.KeepAliveSettings;
import io.reflux.pipeline.StatusSpec;
import io.reflux.setting.InputException;
import io.reflux.status.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that watches its folder and answers by HTTP; its processes are none. */
class QueueServerTest {
  private static final KeepAliveSettings KEEP =
      new KeepAliveSettings(10, Duration.ofHours(1), 3, Duration.ofMillis(1), Duration.ofMillis(1));

  private static final int MANY = 50;

  @TempDir private Path root;
  private final FakeRunner runner = new FakeRunner();
  private QueueServer server;
  private QueueFolder folder;

  @SuppressWarnings("NullAway.Init")
  QueueServerTest() {}

  @BeforeEach
  void serve() throws IOException {
    folder = QueueFolder.in(root);
    server = QueueServer.start(plan(), runner);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private QueueServer.Plan plan() {
    return plan(Optional.empty());
  }

  private QueueServer.Plan plan(Optional<StatusSpec.Tls> tls) {
    QueueSettings settings =
        new QueueSettings(
            1, 0, 0, 1, Duration.ofMillis(100), Duration.ofDays(1), 0, KEEP, List.of());
    return new QueueServer.Plan(
        folder,
        settings,
        new QueueServer.Address("127.0.0.1", 0, tls),
        new ChildCommand(List.of()));
  }

  @Test
  void itSpeaksTlsWithACertificateOfItsOwn(@TempDir Path keys) throws Exception {
    server.close();
    StatusSpec.Tls files = SelfSigned.pem(keys, "EC");
    server = QueueServer.start(plan(Optional.of(files)), runner);
    assertThat(server.url()).startsWith("https://127.0.0.1:");
    QueueClient trusting = QueueClient.of(folder, "", Optional.of(SelfSigned.trusting(files)));
    assertThat(trusting.entries()).isEmpty();
    for (int i = 0; i < MANY; i++) { // of TLS 1.3, eight of a hundred were reset in the handshake
      assertThat(QueueClient.of(folder, "", Optional.empty()).entries()).isEmpty();
    }
    assertThat(folder.certificate()).hasSameTextualContentAs(files.certificate());
    Files.delete(folder.certificate());
    QueueClient others = QueueClient.of(folder, "", Optional.empty());
    assertThatThrownBy(others::entries).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void whatIsPutIntoTheFolderRunsAndIsListed() throws Exception {
    QueueClient client = QueueClient.of(folder, "", Optional.empty());
    assertThat(client.entries()).isEmpty();
    Files.writeString(root.resolve("é a.conf"), "x");
    Files.writeString(root.resolve("notes.txt"), "x");
    Files.writeString(root.resolve(".hidden.conf"), "x");
    await().untilAsserted(() -> assertThat(runner.alive()).containsExactly("é a"));
    assertThat(client.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.state()).isEqualTo("running"));
    assertThat(client.steer("é a", Order.PAUSE, 0).state()).isEqualTo("pausing");
    runner.end("é a", 143);
    await().untilAsserted(() -> assertThat(client.entries().get(0).state()).isEqualTo("paused"));
    assertThat(client.steer("é a", Order.PRIORITY, 7).priority()).isEqualTo(7);
    assertThatThrownBy(() -> client.steer("other", Order.CANCEL, 0))
        .isInstanceOf(InputException.class)
        .hasMessage("queue: other (expected: a name of it)");
  }

  @Test
  void whoSteersBringsTheToken() throws Exception {
    assertThat(post("queue/a/pause", "nothing").statusCode()).isEqualTo(401);
    String token = Files.readString(folder.own().resolve("status.token")).trim();
    assertThat(post("queue/a/pause", token).statusCode()).isEqualTo(409);
    assertThat(post("queue/a/explode", token).body())
        .isEqualTo("{\"error\":\"queue: explode (expected: pause, resume, cancel, priority)\"}");
    assertThat(post("queue/a/priority?value=-1", token).statusCode()).isEqualTo(400);
    assertThat(get("queue").headers().firstValue("Server")).isEmpty();
  }

  @Test
  void thePageAndTheMetricsAreThere() throws Exception {
    assertThat(get("").body()).contains("<title>Reflux: queue</title>");
    assertThat(get("metrics").body())
        .contains("# TYPE reflux_queue_entries gauge\n")
        .contains("reflux_queue_entries{state=\"running\"} 0\n");
  }

  @Test
  void aFolderIsServedOnce() {
    assertThatThrownBy(() -> QueueServer.start(plan(), runner))
        .isInstanceOf(InputException.class)
        .hasMessage(root + ": served by another process (expected: one at a time)");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  private HttpResponse<String> post(String path, String token)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
