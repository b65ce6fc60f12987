package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusServerTest {
  private static final AccessToken TOKEN = new AccessToken("open sesame");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger step = new AtomicInteger();
  private final AtomicReference<Supplier<CompletionStage<RunStatus>>> answer =
      new AtomicReference<>(
          () ->
              CompletableFuture.completedFuture(Runs.at(step.incrementAndGet(), RunState.RUNNING)));
  @TempDir private Path folder;
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    server = listen("127.0.0.1", 0, Served.PATIENCE);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void statusIsTheRunStatusAsJson() throws Exception {
    HttpResponse<String> response = get("status");
    JsonNode json = new ObjectMapper().readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json.get("pipeline").asText()).isEqualTo("quickstart");
    assertThat(json.get("loss").get("student").asDouble()).isPositive();
    assertThat(json.get("caches").get("cache-big").get("hits").asLong()).isEqualTo(30);
    assertThat(json.get("caches").get("cache-small").get("misses").asLong()).isEqualTo(7);
    assertThat(json.get("checkpointShare").asDouble()).isEqualTo(0.02);
    assertThat(json.get("diskTrouble").asText()).contains("No space left on device");
    assertThat(json.get("stages").get(1).get("busyShare").asDouble()).isEqualTo(0.75);
    assertThat(json)
        .as("the components of the task and of its latest step stand beside the run's own")
        .hasSize(
            Stream.of(RunStatus.class, TaskProgress.class, StepProgress.class)
                    .mapToInt(record -> record.getRecordComponents().length)
                    .sum()
                - 2);
  }

  @Test
  void healthTellsARunningRunFromAFailedOneAndFromSilence() throws Exception {
    assertThat(get("health").statusCode()).isEqualTo(200);
    assertThat(get("ready").statusCode()).isEqualTo(200);
    stop();
    server = listen("127.0.0.1", 0, Duration.ofMillis(300));
    answer.set(() -> CompletableFuture.completedFuture(Runs.at(1, RunState.FAILED)));
    awaitAnswer("health", 503, "failed");
    answer.set(CompletableFuture::new);
    awaitAnswer("health", 503, "silent");
    answer.set(() -> CompletableFuture.completedFuture(Runs.at(1, RunState.RUNNING)));
    awaitAnswer("health", 200, "running");
    answer.set(
        () -> {
          throw new IllegalStateException("gone");
        });
    awaitAnswer("status", 503, "silent");
  }

  @Test
  void aRequestByAnotherNameIsRefused() throws Exception {
    assertThat(raw("GET /status HTTP/1.1", "Host: 127.0.0.1")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /status HTTP/1.1", "Host: LocalHost.:8080")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /status HTTP/1.1", "Host: [::1]")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /status HTTP/1.1", "Host: evil.example"))
        .startsWith("HTTP/1.1 421")
        .contains("not a name of this server");
    assertThat(raw("GET /status HTTP/1.1")).startsWith("HTTP/1.1 400");
  }

  @Test
  void headIsAnsweredAndNoAnswerTellsWhatServes() throws Exception {
    String head = raw("HEAD /status HTTP/1.1", "Host: localhost");
    assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Type: application/json");
    assertThat(head.substring(head.indexOf("\r\n\r\n"))).isBlank();
    assertThat(head.toLowerCase(java.util.Locale.ROOT)).doesNotContain("server:", "akka");
  }

  @Test
  void aServerThatOthersReachAsksForTheToken() throws Exception {
    StatusServer open = listen("0.0.0.0", 0, Served.PATIENCE);
    try {
      String status = "http://127.0.0.1:" + open.port() + "/status";
      assertThat(authorized(status, "Bearer open sesame").statusCode()).isEqualTo(200);
      assertThat(authorized(status, "bearer open sesame").statusCode()).isEqualTo(200);
      assertThat(authorized(status, "Bearer open sesam").statusCode()).isEqualTo(401);
      assertThat(authorized(status, "Basic open sesame").statusCode()).isEqualTo(401);
      assertThat(TOKEN.toString()).doesNotContain("sesame");
    } finally {
      open.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  private HttpResponse<String> authorized(String url, String value) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", value).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What is answered to a request as it is written here. */
  private String raw(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void awaitAnswer(String path, int code, String part) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(path), r -> r.statusCode() == code && r.body().contains(part));
  }

  @Test
  void healthNamesAStageThatHangsAndWhatItWasDoing() throws Exception {
    answer.set(() -> CompletableFuture.completedFuture(Runs.hanging(7)));
    awaitAnswer("health", 503, "hanging");
    HttpResponse<String> response = get("health");
    JsonNode json = new ObjectMapper().readTree(response.body());
    assertThat(json.get("state").asText()).isEqualTo("hanging");
    assertThat(json.get("stages").get(0).get("doing").asText()).isEqualTo("training step 7");
    assertThat(get("metrics").body())
        .contains("reflux_stage_hanging{stage=\"trainer-student\",task=\"target\"} 1.0");
  }

  @Test
  void statesArePlainWords() throws Exception {
    JsonNode json = new ObjectMapper().readTree(get("status").body());
    assertThat(json.get("state").asText()).isEqualTo("running");
    assertThat(json.get("phase").asText()).isEqualTo("training");
    assertThat(json.get("stages").get(0).get("state").asText()).isEqualTo("idle");
  }

  @Test
  void metricsAreReadByPrometheus() throws Exception {
    String text = get("metrics").body();
    assertThat(text)
        .contains("reflux_stage_busy_share{stage=\"trainer-student\",task=\"target\"} 0.75")
        .contains("reflux_metric{metric=\"recall@1\",student=\"student\",task=\"target\"} 0.5")
        .contains("reflux_in_flight_bytes{task=\"target\"} 1024.0")
        .contains("jvm_memory_used_bytes");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> stepIn(get("metrics").body()) > stepIn(text));
  }

  @Test
  void eventsFollowTheRunAndGoOnAfterAnAnswerThatFails() throws Exception {
    HttpResponse<InputStream> response =
        client.send(request("events"), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      long first = nextStep(lines);
      Supplier<CompletionStage<RunStatus>> good = answer.get();
      CountDownLatch failures = new CountDownLatch(3);
      answer.set(
          () -> {
            failures.countDown();
            return CompletableFuture.failedFuture(new IllegalStateException("busy"));
          });
      assertThat(failures.await(60, TimeUnit.SECONDS)).isTrue();
      answer.set(good);
      assertThat(nextStep(lines)).isGreaterThan(first);
      assertThat(nextStep(lines)).isGreaterThan(first + 1);
    }
  }

  @Test
  void aReaderThatNeverReadsHoldsUpNobody() throws Exception {
    client.send(request("events"), HttpResponse.BodyHandlers.ofInputStream());
    int before = step.get();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> step.get() > before + 40);
  }

  @Test
  void historyGathersSamplesAndEvaluations() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> new ObjectMapper().readTree(get("history").body()).get("samples").size() > 2);
  }

  @Test
  void theDashboardIsOneSelfContainedPage() throws Exception {
    HttpResponse<String> page = get("");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body()).doesNotContain("https://", "<style", "style=", "onclick");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("unsafe", "*");
    for (String part :
        List.of("control.js", "dashboard.js", "dashboard.css", "charts.js", "openapi.json")) {
      HttpResponse<String> own = get(part);
      assertThat(own.statusCode()).as(part).isEqualTo(200);
      assertThat(own.body()).as(part).doesNotContain("https://");
      assertThat(page.body().contains(part)).as(part).isEqualTo(!part.endsWith("json"));
    }
    assertThat(get("index.html").statusCode()).isEqualTo(404);
    assertThat(get("no-such-page").statusCode()).isEqualTo(404);
    assertThat(get("../reference.conf").statusCode()).isEqualTo(404);
    assertThat(get("%2e%2e/reference.conf").statusCode()).isEqualTo(404);
  }

  @Test
  void aTakenPortIsRefusedWithItsAddress() {
    assertThatThrownBy(() -> listen("127.0.0.1", server.port(), Served.PATIENCE))
        .hasRootCauseInstanceOf(java.net.BindException.class)
        .hasMessageContaining("can't listen on 127.0.0.1:" + server.port());
  }

  private StatusServer listen(String host, int port, Duration patience) throws Exception {
    StatusSpec settings =
        new StatusSpec(
            host,
            port,
            Duration.ofMillis(20),
            patience,
            List.of(),
            Optional.empty(),
            new StatusSpec.Limits(64, 3, 10_000));
    return StatusServer.start(
            settings, Runs.handle(folder, () -> Objects.requireNonNull(answer.get()).get()), TOKEN)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).build();
  }

  private static double stepIn(String scrape) {
    return scrape
        .lines()
        .filter(line -> line.startsWith("reflux_step{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('}') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static long nextStep(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data:")) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
    return new ObjectMapper().readTree(line.substring("data:".length())).get("step").asLong();
  }
}
