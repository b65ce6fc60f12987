package io.reflux.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.FollowedTable;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunLock;
import io.reflux.rundir.StepRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trackers are told of a run that grows, is left, and is gone on with. */
class RunFollowerTest {
  @TempDir private Path folder;
  private RunDirectory run = new RunDirectory(Path.of(""));

  @BeforeEach
  void begin() throws IOException {
    run = new RunDirectory(Files.createDirectory(folder.resolve("mine")));
    Files.writeString(
        run.pipeline(),
        "name = mine, tasks = [{ name = a, train { epochs = 3, views = [1, 2], method { type ="
            + " margin } } }], data { root = \"/o'k\" }");
    Files.writeString(run.metrics(), String.join(",", StepRow.COLUMNS) + "\n");
    Files.writeString(run.evaluations(), String.join(",", EvaluationRow.COLUMNS) + "\n");
  }

  @Test
  void settingsAreFlatAndTasksGoByTheirNames() {
    assertThat(FlatSettings.of(run))
        .isEqualTo(
            Map.of(
                "name", "mine",
                "data.root", "/o'k",
                "tasks.a.name", "a",
                "tasks.a.train.epochs", "3",
                "tasks.a.train.views", "[1,2]",
                "tasks.a.train.method.type", "margin"));
  }

  @Test
  void mlflowIsToldEverythingOnceHoweverOften() throws IOException {
    steps(1, 700);
    evaluation(700, "recall@1=0.5 loss/pair=NaN");
    try (FakeMlflow mlflow = new FakeMlflow()) {
      try (RunLock held = RunLock.take(run)) {
        RunFollower follower = follower(mlflow, Map.of());
        assertThat(follower.tell()).isTrue();
        steps(701, 710);
        assertThat(follower.tell()).isTrue();
        assertThat(held).isNotNull();
      }
      FakeMlflow.Run told = mlflow.first();
      assertThat(told.status).isEqualTo("RUNNING");
      assertThat(told.metrics).filteredOn(m -> m.startsWith("loss@")).hasSize(710);
      // Another process goes on: it finds what is known by the tags. This run was left.
      steps(711, 715);
      assertThat(follower(mlflow, Map.of()).tell()).isFalse();
      assertThat(mlflow.runs).hasSize(1);
      assertThat(told.metrics).filteredOn(m -> m.startsWith("loss@")).hasSize(715);
      assertThat(told.metrics).doesNotHaveDuplicates();
      assertThat(told.metrics)
          .contains("loss@1=0.5", "recall_at_1@700=0.5", "epoch@700=1.0")
          .noneMatch(m -> m.startsWith("loss/pair"));
      assertThat(told.status).isEqualTo("KILLED");
      assertThat(told.name).isEqualTo("mine/a.model");
      assertThat(told.params).containsEntry("tasks.a.train.epochs", "3");
      assertThat(mlflow.experiments).containsExactly("lab");
      assertThat(mlflow.authorizations).containsOnly("null");
    }
  }

  @Test
  void whatMlflowWouldRefuseIsToldAsItTakesIt() throws IOException {
    steps(1, 299);
    StringBuilder many = new StringBuilder("../odd//name@1=1");
    for (int i = 0; i < 1500; i++) {
      many.append(" m").append(i).append("=0.5");
    }
    evaluation(299, many.toString());
    Map<String, String> settings =
        Map.of("k" + "x".repeat(300), "v".repeat(900), "a@b", "1", "a_at_b", "2", "/", "3");
    try (FakeMlflow mlflow = new FakeMlflow()) {
      Mlflow tracker = new Mlflow(mlflow.root(), "lab", Map.of(), Clock.systemUTC());
      new RunFollower(run, tracker, new RunFollower.What(1, settings)).tell();
      assertThat(mlflow.first().metrics)
          .hasSize(299 * 4 + 1501)
          .contains("odd/name_at_1@299=1.0", "m1499@299=0.5");
      assertThat(mlflow.first().params)
          .containsOnlyKeys("k" + "x".repeat(249), "a_at_b", "_")
          .containsEntry("a_at_b", "1");
    }
  }

  /** MLflow takes the quotes off a filter's text and unescapes nothing in it. */
  @Test
  void aRunIsFoundAgainWhateverItsNameIs() throws IOException {
    run = new RunDirectory(Files.move(run.root(), folder.resolve("o'k \"two\" \\ \uD83D\uDE00")));
    steps(1, 2);
    try (FakeMlflow mlflow = new FakeMlflow()) {
      follower(mlflow, Map.of()).tell();
      steps(3, 4);
      follower(mlflow, Map.of()).tell();
      assertThat(mlflow.runs).hasSize(1);
      assertThat(mlflow.first().metrics).filteredOn(m -> m.startsWith("loss@")).hasSize(4);
      assertThat(mlflow.first().tags).containsEntry("reflux.run", run.name());
    }
  }

  @Test
  void aValueIsNotCutAmidACharacter() throws IOException {
    steps(1, 1);
    Map<String, String> settings = Map.of("k", "v".repeat(499) + "\uD83D\uDE00");
    try (FakeMlflow mlflow = new FakeMlflow()) {
      Mlflow tracker = new Mlflow(mlflow.root(), "lab", Map.of(), Clock.systemUTC());
      new RunFollower(run, tracker, new RunFollower.What(1, settings)).tell();
      assertThat(mlflow.first().params).containsEntry("k", "v".repeat(499));
    }
  }

  @Test
  void onlyWhatCameSinceIsReadAlsoAfterTheTableWasCut() throws IOException {
    steps(1, 50);
    FollowedTable<StepRow> table = FollowedTable.steps(run);
    List<Long> told = new ArrayList<>();
    assertThat(table.read(row -> told.add(row.step()))).isEqualTo(Files.size(run.metrics()));
    assertThat(told).hasSize(50);
    Files.writeString(run.metrics(), "a,model,1,5", StandardOpenOption.APPEND);
    assertThat(table.read(row -> told.add(row.step()))).isZero();
    Files.writeString(run.metrics(), "1,0.5,0.1,10.0\n", StandardOpenOption.APPEND);
    assertThat(table.read(row -> told.add(row.step()))).isEqualTo(26);
    assertThat(told).hasSize(51).endsWith(51L);
    String whole = Files.readString(run.metrics());
    int line = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    Files.writeString(run.metrics(), whole.substring(0, line));
    steps(51, 90);
    told.clear();
    table.read(row -> told.add(row.step()));
    assertThat(told).as("another line 51 stands there now").startsWith(1L).hasSize(90);
    assertThat(table.read(row -> told.add(row.step()))).isZero();
  }

  @Test
  void aServerThatIsDownIsToldLater() throws IOException {
    steps(1, 2);
    try (FakeMlflow mlflow = new FakeMlflow()) {
      RunFollower follower = follower(mlflow, Map.of("MLFLOW_TRACKING_TOKEN", "secret"));
      mlflow.down = true;
      assertThatThrownBy(follower::tell)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("experiments/get-by-name")
          .hasMessageEndingWith("503 {} (expected: 200)")
          .hasMessageNotContaining("secret");
      mlflow.down = false;
      assertThat(follower.tell()).isFalse();
      assertThat(mlflow.first().metrics).filteredOn(m -> m.startsWith("loss@")).hasSize(2);
      assertThat(mlflow.authorizations).containsOnly("Bearer secret");
    }
  }

  @Test
  void nobodyThereIsOneSentence() throws IOException {
    steps(1, 1);
    FakeMlflow gone = new FakeMlflow();
    gone.close();
    assertThatThrownBy(follower(gone, Map.of())::tell)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("no answer (expected: an MLflow server)");
  }

  @Test
  void linesOfJsonForEverythingElse() throws IOException {
    steps(1, 4);
    evaluation(4, "recall@1=0.25");
    StringWriter lines = new StringWriter();
    JsonStream tracker = new JsonStream(new PrintWriter(lines));
    RunFollower follower = new RunFollower(run, tracker, new RunFollower.What(2, Map.of("k", "v")));
    assertThat(follower.tell()).isFalse();
    String who = "{\"run\":\"mine\",\"task\":\"a\",\"student\":\"model\",\"kind\":";
    assertThat(lines.toString().lines())
        .containsExactly(
            who + "\"settings\",\"values\":{\"k\":\"v\"}}",
            who + values(2),
            who + values(4),
            who + "\"evaluation\",\"step\":4,\"epoch\":1,\"values\":{\"recall@1\":0.25}}",
            who + "\"end\",\"whole\":false}");
  }

  private static String values(int step) {
    return "\"step\",\"step\":%d,\"epoch\":1,\"values\":{\"loss\":%s,\"learning_rate\":0.1,\"images_per_second\":10.0}}"
        .formatted(step, 1.0 / (step + 1));
  }

  private RunFollower follower(FakeMlflow mlflow, Map<String, String> environment) {
    Mlflow tracker = new Mlflow(mlflow.root(), "lab", environment, Clock.systemUTC());
    return new RunFollower(run, tracker, new RunFollower.What(1, FlatSettings.of(run)));
  }

  private void steps(int from, int to) throws IOException {
    for (int step = from; step <= to; step++) {
      append(run.metrics(), new StepRow("a", "model", 1, step, 1.0 / (step + 1), 0.1, 10).line());
    }
  }

  private void evaluation(int step, String metrics) throws IOException {
    append(run.evaluations(), "a,model,1," + step + "," + metrics);
  }

  private static void append(Path file, String line) throws IOException {
    Files.write(file, List.of(line), StandardOpenOption.APPEND);
  }
}
