package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.StageFactory;
import io.reflux.status.AccessToken;
import io.reflux.status.StatusServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that trains is read and told to stop by way of its status server. */
class SteeredOverHttpTest {
  private static final StatusSpec SPEC =
      new StatusSpec(
          "127.0.0.1",
          0,
          Duration.ofMillis(20),
          Duration.ofSeconds(60),
          List.of(),
          Optional.empty(),
          new StatusSpec.Limits(16, 3, 10_000));

  @TempDir private Path folder;
  private final List<HttpResponse<String>> answers = new ArrayList<>();

  @Test
  void aRunStopsWithACheckpointWhenItIsToldSo() throws Exception {
    Trial trial =
        Trial.of(
            TinyPipeline.over(TinyPack.write(folder.resolve("pack"))),
            folder.resolve("mine"),
            new StageFactory(),
            (run, event) -> {
              if (event instanceof RunEvent.StepTaken && answers.isEmpty()) {
                steer(run);
              }
            });
    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200, 401, 200);
    assertThat(answers.get(0).body()).contains("\"task\":\"source\"", "\"state\":\"running\"");
    assertThat(answers.get(1).body()).startsWith("task,student,epoch,step,");
    assertThat(answers.get(3).body()).contains("\"sentence\":");
    assertThat(trial.end()).isInstanceOf(RunEnd.Stopped.class);
    assertThat(trial.directory().task("source")).isDirectoryContaining("glob:**/step-*");
  }

  /** Asked and told by a client while the run waits for it to be through. */
  private void steer(RunHandle run) {
    try {
      StatusServer server =
          StatusServer.start(SPEC, run, new AccessToken("it"))
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
      HttpRequest.Builder stop =
          HttpRequest.newBuilder(URI.create(server.url() + "control/stop"))
              .POST(HttpRequest.BodyPublishers.ofString("{\"grace\": \"5 minutes\"}"));
      send(HttpRequest.newBuilder(URI.create(server.url() + "status")));
      send(HttpRequest.newBuilder(URI.create(server.url() + "runs/mine/metrics?format=csv")));
      send(stop);
      send(stop.header("Authorization", "Bearer it"));
      server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void send(HttpRequest.Builder request) throws Exception {
    answers.add(
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }
}
