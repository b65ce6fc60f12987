package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.engine.HostTensor;
import io.reflux.intake.StoragePatience;
import io.reflux.intake.WaitingTime;
import io.reflux.train.StudentState;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskJournalTest {
  private static final StoragePatience PATIENCE =
      new StoragePatience(Duration.ofMinutes(1), Duration.ofNanos(1), Duration.ofNanos(1));
  private static final OwedWrites.Limits LIMITS =
      new OwedWrites.Limits(PATIENCE, 1 << 20, Duration.ofMinutes(1));

  @TempDir Path folder;
  private RunDirectory run = new RunDirectory(Path.of(""));
  private CheckpointStore store = new CheckpointStore(Path.of(""), 2);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void aRun() {
    run = RunDirectory.in(folder);
    store = new CheckpointStore(run.task("task"), 2);
  }

  @Test
  void whatTheDiskRefusesIsOwedAndTheNewestCheckpointIsWritten() throws IOException {
    try (TaskJournal journal = open(0)) {
      journal.evaluated("a", 1, 2, evaluated(0.5f));
      assertThat(checkpoint(journal, 2, 0.5f).toCompletableFuture().join()).isEqualTo(2);
      assertThat(store.latest()).map(Checkpoint::step).contains(2L);
      refuse();
      journal.evaluated("a", 2, 4, evaluated(0.75f));
      CompletionStage<Long> refused = checkpoint(journal, 4, 0.75f);
      checkpoint(journal, 5, 0.8f);
      assertThat(journal.hasEvaluation("a", 4)).isTrue();
      await().atMost(Duration.ofMinutes(1)).until(() -> !told.isEmpty());
      assertThat(refused.toCompletableFuture()).isNotDone();
      assertThat(run.evaluations()).content().doesNotContain("a,2,4");
      assertThat(told).first().asString().contains("a-best.safetensors: can't be written");
      allow();
      journal.settle();
      assertThat(refused.toCompletableFuture().join()).isEqualTo(5);
    }
    assertThat(run.evaluations()).content().contains("task,a,1,2,recall@1=0.5\ntask,a,2,4,");
    assertThat(store.latest()).map(Checkpoint::step).contains(5L);
    assertThat(SafetensorsFile.read(run.model("task", "a", "best")).tensors())
        .isEqualTo(weights(0.75f));
    assertThat(told).hasSize(2).last().asString().contains("what was owed is written");
    try (java.util.stream.Stream<java.nio.file.Path> all = Files.list(run.task("task"))) {
      assertThat(all.filter(Files::isDirectory)).hasSize(2);
    }
  }

  @Test
  void lastWeightsAreWaitedFor() throws IOException {
    WaitingTime wellSoon =
        new WaitingTime() {
          @Override
          public java.time.Instant now() {
            return java.time.Instant.EPOCH;
          }

          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public void pass(Duration delay) {
            allow();
          }
        };
    OwedWrites writes = new OwedWrites(LIMITS, wellSoon, (sentence, refuses) -> told.add(sentence));
    try (TaskJournal journal =
        new TaskJournal(
            new RunTables(run),
            "task",
            store,
            new TaskJournal.Opening(
                0,
                "recall@1",
                writes,
                told::add,
                Map.of("a", "cpu"),
                any -> true,
                Set.of(),
                Map.of()))) {
      refuse();
      journal.last("a", state(0.25f));
      assertThat(run.model("task", "a", "last")).exists();
    }
  }

  /** In the place of the task's folder stands something in which nothing can be written. */
  private void refuse() throws IOException {
    Files.move(run.task("task"), folder.resolve("aside"));
    Files.writeString(run.task("task"), "");
  }

  private void allow() {
    try {
      Files.delete(run.task("task"));
      Files.move(folder.resolve("aside"), run.task("task"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private TaskJournal open(long step) {
    OwedWrites writes =
        new OwedWrites(
            LIMITS, WaitingTime.OF_THE_MACHINE, (sentence, refuses) -> told.add(sentence));
    return new TaskJournal(
        new RunTables(run),
        "task",
        store,
        new TaskJournal.Opening(
            step,
            "recall@1",
            writes,
            told::add,
            Map.of("a", "cpu"),
            any -> true,
            Set.of(),
            Map.of()));
  }

  private static CompletionStage<Long> checkpoint(TaskJournal journal, long step, float value) {
    return journal.checkpoint(
        new TaskJournal.Position(step, 1, 1, "digest"),
        new TaskJournal.Kept(Map.of("a", state(value)), Map.of()),
        TaskTotals.NONE);
  }

  private static TaskJournal.Evaluated evaluated(float value) {
    return new TaskJournal.Evaluated(Map.of("recall@1", (double) value), weights(value));
  }

  private static NamedTensors weights(float value) {
    return new NamedTensors(Map.of("weight", HostTensor.of(new float[] {value}, 1)));
  }

  private static StudentState state(float value) {
    Map<String, HostTensor> network = weights(value).tensors();
    return new StudentState(network, Map.of(), Map.of(), Map.of(), Map.of());
  }
}
