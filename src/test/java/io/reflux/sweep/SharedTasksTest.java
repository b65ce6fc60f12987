package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTasksTest {
  @TempDir private Path pack;

  @BeforeEach
  void write() throws Exception {
    TinyPack.write(pack);
  }

  @Test
  void aTeacherThatIsTheSameIsSharedAndCarriesNoOtherTask() throws Exception {
    SharedTasks.Found found =
        found(
            List.of("tasks.target.distill.optimizer.lr=1e-3"),
            List.of("tasks.target.distill.optimizer.lr=1e-2"));
    assertThat(found.tasks()).extracting(SharedTask::name).containsExactly("000-source");
    assertThat(found.takes().values()).containsOnly(List.of("000-source"));
    assertThat(found.pipelines()).containsOnlyKeys("000-source");
    Pipeline alone = Pipeline.parse(found.pipelines().values().iterator().next(), Path.of(""));
    assertThat(alone.tasks()).extracting(task -> task.name()).containsExactly("source");
  }

  @Test
  void eachOfSeveralTeachersIsSharedByThoseThatHaveIt() throws Exception {
    List<List<String>> settings = new ArrayList<>();
    for (String source : List.of("1e-3", "1e-2")) {
      for (String target : List.of("1e-3", "1e-2")) {
        settings.add(
            List.of(
                "tasks.source.train.optimizer.lr=" + source,
                "tasks.target.distill.optimizer.lr=" + target));
      }
    }
    SharedTasks.Found found = among(settings);
    assertThat(found.tasks()).hasSize(2).allMatch(task -> task.name().matches("000-source-.{8}"));
    assertThat(found.takes().get("1")).isEqualTo(found.takes().get("2"));
    assertThat(found.takes().get("3")).isEqualTo(found.takes().get("4"));
    assertThat(found.takes().get("1")).isNotEqualTo(found.takes().get("3"));
  }

  @Test
  void whatChangesNoNumberMakesNoOtherTask() throws Exception {
    SharedTasks.Found found =
        found(
            List.of("machine.loaders=1", "tasks.source.train.checkpoint.every=1 epoch"),
            List.of("machine.loaders=2", "tasks.source.train.checkpoint.every=2 steps"));
    assertThat(found.tasks()).extracting(SharedTask::task).containsExactly("source", "target");
    assertThat(found.tasks().get(1).needs()).containsExactly("000-source");
    assertThat(found.takes().get("2")).containsExactly("000-source", "000-target");
  }

  @Test
  void anotherSeedOrOtherDataShareNothing() throws Exception {
    assertThat(found(List.of("seed=1"), List.of("seed=2")).tasks()).isEmpty();
    assertThat(
            found(List.of("data.unreadable-limit=1"), List.of("data.decode.kept-bytes=1 MiB"))
                .tasks())
        .as("neither changes a number")
        .hasSize(2);
    assertThat(
            found(List.of(), List.of("data.root=" + TinyPack.write(pack.resolve("copy")))).tasks())
        .isEmpty();
    assertThat(found(List.of("seeds=[1,2]"), List.of("seeds=[1,2]")).tasks()).isEmpty();
  }

  private SharedTasks.Found found(List<String> one, List<String> other) throws Exception {
    return among(List.of(one, other));
  }

  private SharedTasks.Found among(List<List<String>> settings) throws Exception {
    List<Trial> trials = new ArrayList<>();
    List<Pipeline> pipelines = new ArrayList<>();
    for (List<String> each : settings) {
      trials.add(new Trial(Integer.toString(trials.size() + 1), Map.of()));
      pipelines.add(Pipeline.parse(TinyPipeline.ofOneStudent(pack).resolved(), each));
    }
    return SharedTasks.in(trials, pipelines);
  }
}
