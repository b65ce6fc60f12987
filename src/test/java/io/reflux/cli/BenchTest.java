package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.bench.BenchCase;
import io.reflux.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theTableTellsGoalsAndWhetherTheyAreMet() {
    BenchReport report =
        new BenchReport(
            "programs",
            "a machine",
            List.of(
                BenchCase.atLeast(1.2, "frozen-float32", 1.25, BenchCase.TIMES),
                BenchCase.atLeast(2.2, "frozen-bfloat16", 2.19, BenchCase.TIMES),
                BenchCase.atMost(1, "memory", 0.0642, BenchCase.GIGABYTES)));
    assertThat(report.table().lines())
        .containsExactly(
            "programs on a machine",
            "frozen-float32   1.25 times  goal >= 1.20 times  met",
            "frozen-bfloat16  2.19 times  goal >= 2.20 times  missed",
            "memory            0.0642 GB  goal <= 1.00 GB     met");
  }

  @Test
  void theJsonIsOneObjectOfExactlyTheseFields() {
    BenchReport report =
        new BenchReport(
            "retrieval",
            "a machine",
            List.of(
                BenchCase.atMost(1.5, "recall", 1.25, BenchCase.TIMES),
                BenchCase.atLeast(4, "from-shards", 5, BenchCase.TIMES)));
    assertThat(report.json())
        .isEqualTo(
            "{\"name\":\"retrieval\",\"machine\":\"a machine\",\"cases\":["
                + "{\"case\":\"recall\",\"value\":1.25,\"goal\":1.5,\"unit\":\"times\",\"better\":\"lower\"},"
                + "{\"case\":\"from-shards\",\"value\":5.0,\"goal\":4.0,\"unit\":\"times\",\"better\":\"higher\"}]}");
  }

  @Test
  void aFigureThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> BenchCase.atMost(1, "recall", Double.NaN, "times"))
        .hasMessage("recall: NaN, goal 1.0 (expected: finite numbers)");
  }

  @Test
  void withJsonOnlyTheObjectComesOnTheStandardOutput() throws IOException {
    execute(
        "bench", "retrieval", "--json", "--rows=500", "--gallery=600", "--queries=20", "--size=16");
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("name").textValue()).isEqualTo("retrieval");
    assertThat(report.get("machine").textValue()).contains("core").contains("GiB").contains("Java");
    assertThat(report.get("cases").get(0).get("case").textValue()).isEqualTo("recall-to-products");
    assertThat(report.get("cases").get(0).get("value").doubleValue()).isPositive();
    assertThat(report.get("cases").get(0).get("better").textValue()).isEqualTo("lower");
    assertThat(err.toString())
        .contains("recall of 500 x 16: {recall@1=")
        .contains("20 nearest of 20 queries in 600 x 16 from a file");
  }

  @Test
  void withoutJsonAllIsPrintedForReaders() {
    execute("bench", "retrieval", "--rows=500", "--gallery=600", "--queries=0", "--size=16");
    assertThat(out.toString())
        .contains("recall of 500 x 16: {recall@1=")
        .contains("retrieval on ")
        .containsPattern("recall-to-products +[0-9.]+ times +goal <= 1.50 times +(met|missed)");
  }

  @Test
  void whatCantBeComparedIsLeftOutAndSaid() throws IOException {
    execute(
        "bench", "intake", "--json", "--images=1", "--turns=1", "--examples=1000", "--python=none");
    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("cases");
    assertThat(cases.findValuesAsText("case")).containsExactly("start", "heap");
    assertThat(err.toString())
        .contains("from-jpeg, from-shards: left out, none has no torchvision");
  }

  @Test
  void aPythonWithoutTorchLeavesTheRatiosOut() throws IOException {
    execute("bench", "programs", "--json", "--images=1", "--side=32", "--turns=1", "--python=none");
    assertThat(new ObjectMapper().readTree(out.toString()).get("cases")).isEmpty();
    assertThat(err.toString())
        .contains("all ratios: left out, none has no torch (Debian: python3-torch)")
        .containsPattern("frozen-bfloat16: [0-9.]+ ms");
  }

  @Test
  void readingACheckpointIsMeasuredInTimeAndMemory() throws IOException {
    execute("bench", "weights", "--json", "--megabytes=40");
    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("cases");
    assertThat(cases.get(0).get("case").textValue()).isEqualTo("made.safetensors-time");
    assertThat(cases.get(0).get("goal").doubleValue()).isBetween(0.79, 0.81);
    assertThat(cases.get(0).get("value").doubleValue()).isBetween(0.0, 0.8);
    assertThat(cases.get(1).get("goal").doubleValue()).isEqualTo(1.3);
    assertThat(err.toString()).contains("made.safetensors: 10 tensors, 40.0 MB");
  }

  @Test
  void lanesTellsAShareForEachNumberOfLanesAndEachCost() throws IOException {
    execute("bench", "lanes", "--json", "--lanes=3", "--steps=2", "--millis=1");
    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("cases");
    assertThat(cases).hasSize(2 * 7);
    assertThat(cases.get(0).get("case").asText()).isEqualTo("steady-3-lanes-1-to-4");
    assertThat(cases.get(13).get("case").asText()).isEqualTo("jittered-3-lanes-16-to-1");
    for (JsonNode each : cases) {
      assertThat(each.get("value").asDouble()).isPositive();
    }
  }

  @Test
  void pipelineTellsTheShareOfTheBoundWhicheverStageIsTheSlowest() throws IOException {
    execute("bench", "pipeline", "--json", "--loaders=2", "--lanes=3", "--steps=2", "--millis=1");
    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("cases");
    assertThat(cases.findValuesAsText("case"))
        .containsExactly(
            "slowest-loader", "slowest-teacher", "slowest-student", "slowest-none", "replayed");
    for (JsonNode each : cases) {
      assertThat(each.get("value").asDouble()).isPositive();
      assertThat(each.get("goal").asDouble()).isEqualTo(0.97);
    }
    assertThat(err.toString().lines().skip(1).findFirst())
        .hasValue("slowest   loader  teacher  student  together  share of the bound");
  }

  @Test
  void overheadTellsWhatAnEmptyStepCostsByLanesAndByTheCache() throws IOException {
    execute("bench", "overhead", "--json", "--lanes=1,3", "--steps=3", "--turns=2");
    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("cases");
    assertThat(cases.findValuesAsText("case")).containsExactly("1-lane", "3-lanes", "cache");
    for (JsonNode each : cases) {
      assertThat(each.get("value").asDouble()).isPositive();
      assertThat(each.get("better").asText()).isEqualTo("lower");
      assertThat(each.get("unit").asText()).isEqualTo("µs");
    }
    assertThat(err.toString()).containsPattern("cache: [0-9]+ µs a step, [0-9]+ µs of processor");
  }

  @Test
  void allTellsTheFiguresOfEachBenchThatIsWantedWithItsGoal() throws IOException {
    CommandLine all =
        new CommandLine(
            new BenchAll(
                List.of(
                    new BenchAll.Part("lanes", 1, List.of("--lanes=1", "--steps=1", "--millis=1")),
                    new BenchAll.Part("retrieval", 1, List.of("--no-such-option")),
                    new BenchAll.Part("overhead", 1, List.of()))));
    all.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    assertThat(all.execute("--json", "--only=lanes,retrieval")).isEqualTo(ExitCode.FAILED);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("name").asText()).isEqualTo("all");
    assertThat(report.get("cases")).hasSize(2 * 7);
    JsonNode first = report.get("cases").get(0);
    assertThat(first.get("case").asText()).isEqualTo("lanes/steady-1-lanes-1-to-4");
    assertThat(first.get("value").asDouble()).isPositive();
    assertThat(first.get("goal").asDouble()).isEqualTo(0.97);
    assertThat(first.get("better").asText()).isEqualTo("higher");
    assertThat(err.toString())
        .contains("lanes: about 1 min", "retrieval: left out, it ended with code 2")
        .doesNotContain("overhead");
  }

  @Test
  void allRefusesABenchThatItDoesNotKnow() {
    assertThat(line().execute("bench", "all", "--only=lanes,prgrams"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .contains("--only: prgrams (expected: one of programs, losses, originals, ");
  }

  @Test
  void replicasTellsWhatASecondOneIsWorth() throws IOException {
    execute("bench", "replicas", "--json", "--images=4", "--side=32", "--turns=1");
    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("cases");
    assertThat(cases).hasSize(2);
    assertThat(cases.get(0).get("case").asText()).isEqualTo("two-replicas");
    assertThat(cases.get(0).get("value").asDouble()).isPositive();
  }

  @Test
  void sizesThatCantBeMeasuredAreBadInput() {
    CommandLine line = line();
    assertThat(line.execute("bench", "programs", "--side=8")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(line.execute("bench", "overlap", "--rounds=0")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(line.execute("bench", "overhead", "--turns=0")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(line.execute("bench", "pipeline", "--millis=0")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .contains("--lanes, --steps, --turns: too small (expected: > 0)")
        .contains("--loaders, --lanes, --steps, --millis: too small (expected: > 0)");
    assertThat(err.toString()).contains("--side >= 32").contains("--rounds 0 (expected: >= 1)");
  }

  private void execute(String... words) {
    assertThat(line().execute(words)).isEqualTo(ExitCode.DONE);
  }

  private CommandLine line() {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line;
  }
}
