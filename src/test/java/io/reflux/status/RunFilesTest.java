package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.stage.RunState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunFilesTest {
  private static final String STEPS =
      "task,student,epoch,step,loss,learning_rate,images_per_second\n";
  private static final List<String> FILES =
      List.of("metrics.csv", "evaluations.csv", "report.html", "reflux.log");
  private static final String SECRET = "root:x:0:0";

  private Path runs;
  private Path run;
  private Served served;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    runs = folder;
    Files.writeString(runs.resolve("secret"), SECRET);
    run = begin("mine");
    begin("another");
    served =
        Served.run(
            Runs.handle(
                run, () -> CompletableFuture.completedFuture(Runs.at(7, RunState.RUNNING))));
  }

  @BeforeEach
  void write() throws IOException {
    for (String file : FILES) {
      Files.deleteIfExists(run.resolve(file));
    }
    Files.writeString(
        run.resolve("metrics.csv"),
        STEPS + "source,student,1,1,0.5,0.001,10.0\ntarget,student,1,1,NaN,0.001,10.0\ntarget,st");
    Files.writeString(
        run.resolve("evaluations.csv"),
        "task,student,epoch,step,metrics\ntarget,student,1,9,recall@1=0.75 map@r=0.25\n");
    Files.writeString(run.resolve("report.html"), "<p>all went well</p>");
    Files.writeString(
        run.resolve("reflux.log"),
        IntStream.rangeClosed(1, 1000)
            .mapToObj(line -> "line " + line + "\n")
            .collect(Collectors.joining()));
  }

  private Path begin(String name) throws IOException {
    Path folder = Files.createDirectories(runs.resolve(name));
    Files.writeString(folder.resolve("pipeline.conf"), "name = " + name);
    return folder;
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Test
  void stepsAreRowsByTaskInJsonOrCsv() throws Exception {
    JsonNode all = json("runs/mine/metrics");
    assertThat(all).hasSize(2);
    assertThat(all.get(0).get("task").asText()).isEqualTo("source");
    assertThat(all.get(0).get("learningRate").asDouble()).isEqualTo(0.001);
    assertThat(json("runs/mine/metrics?task=target")).hasSize(1);
    assertThat(json("runs/mine/metrics?task=nobody")).isEmpty();
    HttpResponse<String> csv = served.get("runs/mine/metrics?task=source", "Accept", "text/csv");
    assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.body()).isEqualTo(STEPS + "source,student,1,1,0.5,0.001,10.0\n");
    assertThat(served.get("runs/mine/metrics?format=csv").body()).startsWith(STEPS).hasLineCount(3);
  }

  @Test
  void evaluationsAreRowsByTask() throws Exception {
    JsonNode rows = json("runs/mine/evaluations?task=target");
    assertThat(rows.get(0).get("metrics").get("map@r").asDouble()).isEqualTo(0.25);
    assertThat(served.get("runs/mine/evaluations?format=csv").body()).contains("recall@1=0.75");
  }

  @Test
  void theReportIsAPageApart() throws Exception {
    HttpResponse<String> report = served.get("runs/mine/report");
    assertThat(report.body()).isEqualTo("<p>all went well</p>");
    assertThat(report.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("sandbox allow-scripts;", "default-src 'none'")
        .doesNotContain("allow-same-origin");
  }

  @Test
  void theLogEndsWithItsLastLines() throws Exception {
    assertThat(served.get("runs/mine/log").body()).hasLineCount(200).endsWith("line 1000\n");
    assertThat(served.get("runs/mine/log?lines=2").body()).isEqualTo("line 999\nline 1000\n");
    assertThat(served.get("runs/mine/log?lines=0").body()).isEmpty();
    assertThat(served.get("runs/mine/log?lines=999999").body()).startsWith("line 1\n");
    Files.writeString(run.resolve("reflux.log"), "x".repeat(1 << 20) + "\nlast\n");
    assertThat(served.get("runs/mine/log").body()).isEqualTo("last\n");
    Files.writeString(run.resolve("reflux.log"), "");
    assertThat(served.get("runs/mine/log").body()).isEmpty();
  }

  @Test
  void whatIsNotThereYetIsNotFound() throws Exception {
    Files.delete(run.resolve("report.html"));
    assertThat(served.get("runs/mine/report").statusCode()).isEqualTo(404);
    assertThat(served.get("runs/mine/pipeline.conf").statusCode()).isEqualTo(404);
    assertThat(served.get("runs/mine/status.token").statusCode()).isEqualTo(404);
  }

  @Test
  void theServerOfARunShowsNoOtherRun() throws Exception {
    assertThat(json("runs").get("runs")).hasSize(1);
    assertThat(served.get("runs/another/log").statusCode()).isEqualTo(404);
    RunsFolder all = new RunsFolder(runs, name -> true);
    assertThat(all.names()).contains("another", "mine").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/runs/../secret",
        "/runs/mine/../../secret",
        "/runs/%2e%2e/log",
        "/runs/%2e%2e%2fsecret/log",
        "/runs/mine%2f..%2fanother/log",
        "/runs/..%5csecret/log",
        "/runs/mine%00/log",
        "/runs/mine/log%00",
        "/runs/%2fetc/log",
        "/runs//etc/passwd",
        "/runs/mine/%2e%2e/%2e%2e/secret",
        "/runs/C:%5c/log",
        "/runs/mine/report/../../../secret",
        "/dashboard/index.html",
        "/../reference.conf",
        "/%2e%2e/application.conf",
        "http://localhost/runs/../secret",
      })
  void noPathLeavesTheFolder(String target) throws Exception {
    String answer = served.raw(target);
    assertThat(answer).startsWith("HTTP/1.1 40").doesNotContain(SECRET, "line 1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../runs/mine", "/", "a/b", "a\\b", "mine\0", ".hidden", "mine/."})
  void aNameIsOneStepDown(String name) throws IOException {
    begin(".hidden");
    assertThat(new RunsFolder(runs, any -> true).find(name)).isEmpty();
  }

  @Test
  void linksToOtherPlacesAreNotFollowed() throws Exception {
    for (String file : FILES) {
      Files.delete(run.resolve(file));
      Files.createSymbolicLink(run.resolve(file), runs.resolve("secret"));
    }
    for (String what : List.of("metrics", "evaluations", "report", "log")) {
      HttpResponse<String> answer = served.get("runs/mine/" + what);
      assertThat(answer.statusCode()).as(what).isEqualTo(404);
      assertThat(answer.body()).doesNotContain(SECRET);
    }
    Path inner = Files.createDirectory(runs.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("link"), run);
    assertThat(new RunsFolder(inner, name -> true).find("link")).isEmpty();
    assertThat(new RunsFolder(inner, name -> true).names()).isEmpty();
    Files.createSymbolicLink(inner.resolve("loop"), inner.resolve("loop"));
    assertThat(new RunsFolder(inner, name -> true).names()).isEmpty();
  }

  @Test
  void aDamagedTableIsToldOrPassedOver() throws Exception {
    Files.write(run.resolve("metrics.csv"), new byte[] {0, 1, 2, '\n', (byte) 0xff, '\n'});
    assertThat(served.get("runs/mine/metrics").statusCode()).isEqualTo(503);
    Files.writeString(
        run.resolve("metrics.csv"), STEPS + "a,b\n\0\0\nt,s,one,1,1,1,1\nt,s,1,1,1,1,1\n");
    assertThat(json("runs/mine/metrics")).hasSize(1);
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = served.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }
}
