package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.StatusCodes;
import akka.stream.SystemMaterializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.stage.NotSteeredException;
import io.reflux.stage.RunState;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTest {
  private final List<Steering> told = new CopyOnWriteArrayList<>();
  private final List<String> tasks = new CopyOnWriteArrayList<>();
  private volatile CompletionStage<Steered> answer = new CompletableFuture<>();
  private Served served;

  @BeforeEach
  void begin() {
    told.clear();
    tasks.clear();
    answer = CompletableFuture.completedFuture(new Steered(7, "so it is from step 7 on"));
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    served =
        Served.run(
            Runs.handle(
                folder,
                () -> CompletableFuture.completedFuture(Runs.at(7, RunState.RUNNING)),
                (steering, task) -> {
                  told.add(steering);
                  tasks.add(task);
                  return answer;
                }));
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Test
  void everyCommandReachesTheRunAndItsAnswerComesBack() throws Exception {
    for (String command : List.of("pause", "resume", "checkpoint", "evaluate")) {
      HttpResponse<String> response = served.post("control/" + command, "");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(new ObjectMapper().readTree(response.body()))
          .isEqualTo(
              new ObjectMapper()
                  .readTree("{\"step\": 7, \"sentence\": \"so it is from step 7 on\"}"));
    }
    served.post("control/learning-rate", "{\"factor\": 0.5, \"task\": \"target\"}");
    served.post("control/stop", "{\"grace\": \"90 s\"}");
    served.post("control/stop", "{}");
    assertThat(told)
        .containsExactly(
            new Steering.Pause(),
            new Steering.Resume(),
            new Steering.Checkpoint(),
            new Steering.Evaluate(),
            new Steering.LearningRate(0.5),
            new Steering.Stop(Duration.ofSeconds(90)),
            new Steering.Stop(Duration.ofSeconds(30)));
    assertThat(tasks).containsExactly("", "", "", "", "target", "", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "pause | {\"now\": true} | pause.now: true (expected: no such field, but task)",
        "pause | {\"task\": 3} | pause.task: 3 (expected: the name of a task)",
        "pause | [] | pause: the body is no JSON object (expected: one, or no body)",
        "pause | {} {} | pause: the body is no JSON object (expected: one, or no body)",
        "pause | {\"a\" | pause: the body is no JSON object (expected: one, or no body)",
        "pause | null | pause: the body is no JSON object (expected: one, or no body)",
        "learning-rate | {} | learning-rate.factor: missing (expected: a number > 0)",
        "learning-rate | {\"factor\": \"0.5\"} | learning-rate.factor: \"0.5\" (expected: a number"
            + " > 0)",
        "learning-rate | {\"factor\": null} | learning-rate.factor: null (expected: a number > 0)",
        "learning-rate | {\"factor\": true} | learning-rate.factor: true (expected: a number > 0)",
        "learning-rate | {\"factor\": [1]} | learning-rate.factor: [1] (expected: a number > 0)",
        "learning-rate | {\"factor\": 0} | learning-rate.factor: 0 (expected: a finite number > 0)",
        "learning-rate | {\"factor\": -1} | learning-rate.factor: -1 (expected: a finite number >"
            + " 0)",
        "learning-rate | {\"factor\": NaN} | learning-rate: the body is no JSON object (expected:"
            + " one, or no body)",
        "learning-rate | {\"factor\": 1, \"factor\": 2} | learning-rate: the body is no JSON object"
            + " (expected: one, or no body)",
        "learning-rate | {\"factor\": 1, \"x\": 2} | learning-rate.x: 2 (expected: no such field,"
            + " but factor, task)",
        "stop | {\"grace\": 30} | stop.grace: 30 (expected: a time >= 0 with its unit, as \"30s\")",
        "stop | {\"grace\": \"30\"} | stop.grace: \"30\" (expected: a time >= 0 with its unit, as"
            + " \"30s\")",
        "stop | {\"grace\": \"soon\"} | stop.grace: \"soon\" (expected: a time >= 0 with its unit,"
            + " as \"30s\")",
        "stop | {\"grace\": \"-3s\"} | stop.grace: \"-3s\" (expected: a time >= 0 with its unit, as"
            + " \"30s\")",
        "stop | {\"grace\": null} | stop.grace: null (expected: a time >= 0 with its unit, as"
            + " \"30s\")",
      })
  void aWrongBodyIsRefusedInOneSentence(String command, String body, String sentence)
      throws Exception {
    HttpResponse<String> response = served.post("control/" + command, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(response.body()).get("error").asText())
        .isEqualTo(sentence);
    assertThat(told).isEmpty();
  }

  @Test
  void infinityAndDeepNestingAreRefused() throws Exception {
    assertThat(served.post("control/learning-rate", "{\"factor\": 1e999}").statusCode())
        .isEqualTo(400);
    assertThat(served.post("control/pause", "[".repeat(4000)).statusCode()).isEqualTo(400);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer open sesam", "Bearer", "Basic open sesame", "open sesame", ""})
  void aWrongTokenIsRefusedBeforeTheBodyIsLookedAt(String value) throws Exception {
    HttpResponse<String> response =
        served.post("control/stop", "not even JSON", "Authorization", value);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(response.body()).doesNotContain("sesam");
    assertThat(told).isEmpty();
  }

  @Test
  void noTokenIsRefused() throws Exception {
    HttpRequest.Builder request =
        served.request("control/pause").POST(HttpRequest.BodyPublishers.noBody());
    assertThat(served.send(request).statusCode()).isEqualTo(401);
    assertThat(told).isEmpty();
  }

  @Test
  void anotherMethodAndAnotherCommandAreRefused() throws Exception {
    HttpResponse<String> read = served.get("control/pause");
    assertThat(read.statusCode()).isEqualTo(405);
    assertThat(read.headers().firstValue("Allow")).hasValue("POST");
    HttpResponse<String> written = served.post("status", "");
    assertThat(written.statusCode()).isEqualTo(405);
    assertThat(written.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(served.post("control/explode", "").statusCode()).isEqualTo(404);
    assertThat(told).isEmpty();
  }

  @Test
  void whatTheRunRefusesIsAConflict() throws Exception {
    answer = CompletableFuture.failedFuture(new NotSteeredException("nothing is trained now"));
    HttpResponse<String> response = served.post("control/pause", "");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("pause: refused, nothing is trained now");
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    String long4k = "{\"grace\": \"" + "9".repeat(4096) + "s\"}";
    assertThat(served.post("control/stop", long4k).statusCode()).isEqualTo(413);
    assertThat(
            served
                .send(
                    served
                        .request("control/stop")
                        .header("Authorization", "Bearer " + Served.TOKEN)
                        .POST(
                            HttpRequest.BodyPublishers.ofInputStream(
                                () ->
                                    new ByteArrayInputStream(
                                        long4k.getBytes(StandardCharsets.UTF_8)))))
                .statusCode())
        .as("without a length that is told beforehand")
        .isEqualTo(413);
    assertThat(told).isEmpty();
  }

  @Test
  void whatTakesLongIsAnsweredMeanwhile() {
    Control control =
        new Control(
            (steering, task) -> new CompletableFuture<>(),
            new Control.Limits(Duration.ZERO, Duration.ofMillis(50)),
            SystemMaterializer.get(Runs.SYSTEM).materializer());
    Endpoint pause = control.endpoints().get(0);
    EndpointCall call =
        new EndpointCall(akka.http.javadsl.model.HttpRequest.POST("/control/pause"), Map.of());
    assertThat(pause.answer().apply(call).toCompletableFuture().join().status())
        .isEqualTo(StatusCodes.ACCEPTED);
  }

  @Test
  void whatFailsOtherwiseIsTheRunsFault() throws Exception {
    answer = CompletableFuture.failedFuture(new IllegalStateException("secret details"));
    HttpResponse<String> response = served.post("control/pause", "");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret");
  }
}
