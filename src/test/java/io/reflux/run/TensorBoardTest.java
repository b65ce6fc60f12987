package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.intake.StoragePatience;
import io.reflux.intake.WaitingTime;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.TeacherName;
import io.reflux.rundir.OwedWrites;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunTables;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.TaskSummary;
import io.reflux.rundir.TfRecords;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  private static final OwedWrites.Limits LIMITS =
      new OwedWrites.Limits(StoragePatience.NONE, 1 << 20, Duration.ofMinutes(1));

  private static final Map<String, Double> TEACHER = Map.of("recall@1", 0.5, "map@r", 0.25);

  @TempDir Path folder;

  @Test
  void aTasksCurvesGrowWithItAndAreWholeAfterAResumption() throws Exception {
    Pipeline pipeline = TinyPipeline.over(TinyPack.write(folder.resolve("pack")));
    RunDirectory run = RunDirectory.in(folder.resolve("run"));
    List<Integer> seen = new CopyOnWriteArrayList<>();
    RunListener watching =
        new RunListener() {
          @Override
          public void started(RunHandle handle) {}

          @Override
          public void heard(RunEvent event) {
            if (event instanceof RunEvent.CheckpointSealed sealed
                && sealed.task().equals("source")) {
              seen.add(scalars(run, "source", "source").size());
            }
          }
        };
    assertThat(new RunLauncher(pipeline, run).run(watching)).isInstanceOf(RunEnd.Completed.class);
    assertThat(seen).isSubsetOf(18, 2 * 18 + 2).endsWith(2 * 18 + 2);
    List<ScalarEvent> target = scalars(run, "target", "student");
    assertThat(target).hasSize(3 * TinyPipeline.STEPS + 2 * 2);
    assertThat(target).filteredOn(e -> e.tag().equals("map@r")).hasSize(2);

    TaskSummary summary = run.readTask("target").orElseThrow();
    assertThat(scalars(run, "target", "teacher"))
        .as("a level line: at the beginning, and wherever students were evaluated")
        .hasSize(3 * 2)
        .allMatch(
            event ->
                event.value() == summary.teacher().getOrDefault(event.tag(), -1.0).floatValue());

    TaskJournal journal = opened(run, 6);
    journal.close();
    assertThat(scalars(run, "target", "teacher"))
        .hasSize(2 * 2)
        .allMatch(event -> event.value() == TEACHER.getOrDefault(event.tag(), -1.0).floatValue())
        .extracting(ScalarEvent::step)
        .containsOnly(0L, 6L);
    assertThat(scalars(run, "target", "student")).hasSize(3 * 6 + 2);
    assertThat(scalars(run, "target", "baseline"))
        .allMatch(event -> event.step() <= 6)
        .filteredOn(event -> event.tag().equals("recall@1"))
        .hasSize(1);
    assertThat(scalars(run, "source", "source")).hasSize(3 * TinyPipeline.STEPS + 2 * 2);
  }

  private static TaskJournal opened(RunDirectory run, long step) {
    CheckpointStore store = new CheckpointStore(run.task("target"), 2);
    List<String> told = new ArrayList<>();
    OwedWrites writes =
        new OwedWrites(
            LIMITS, WaitingTime.OF_THE_MACHINE, (sentence, refuses) -> told.add(sentence));
    return new TaskJournal(
        new RunTables(run),
        "target",
        store,
        new TaskJournal.Opening(
            step,
            "map@r",
            writes,
            told::add,
            Map.of(),
            any -> true,
            Set.of(TeacherName.NONE),
            TEACHER));
  }

  private static List<ScalarEvent> scalars(RunDirectory run, String task, String student) {
    Path file = run.curves(task).resolve(student).resolve("events.out.tfevents.reflux");
    List<ScalarEvent> events = new ArrayList<>();
    try {
      for (byte[] record : TfRecords.in(file).stream().skip(1).toList()) {
        events.add(ScalarEvent.parse(record));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }
}
