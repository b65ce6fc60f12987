package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reflux.delivery.ModelDescription;
import io.reflux.engine.Device;
import io.reflux.evaluate.Metric;
import io.reflux.setting.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what a good file is read to. */
class PipelineTest {

  @Test
  void readsTasksInTheOrderOfTheirNeeds() throws PipelineException {
    Pipeline pipeline = Texts.read(Texts.GOOD);
    assertThat(pipeline.name()).isEqualTo("good");
    assertThat(pipeline.seed()).isEqualTo(7);
    assertThat(pipeline.tasks())
        .extracting(Task::name)
        .containsExactly("source", "target", "measured");
    assertThat(pipeline.tasks().get(2).needs()).containsExactly("target");
  }

  @Test
  void aTrainingHasOneStudentNamedAsTheTask() throws PipelineException {
    Learn learn = (Learn) Texts.read(Texts.GOOD).tasks().get(0).work();
    assertThat(learn.teachers()).isEmpty();
    assertThat(learn.students().keySet()).containsExactly("source");
    assertThat(learn.epochs()).isEqualTo(5);
    assertThat(learn.sampler().batchSize()).isEqualTo(12);
    assertThat(learn.views().count()).isEqualTo(1);
    assertThat(learn.views().train().side()).isEqualTo(32);
  }

  @Test
  void aDistillationHasATeacherAndStudentsInTheFilesOrder() throws PipelineException {
    Learn learn = (Learn) Texts.read(Texts.GOOD).tasks().get(1).work();
    TeacherSpec teacher = learn.teachers().values().iterator().next();
    assertThat(teacher.source()).isEqualTo(new ModelSource.Student("source", "source", "best"));
    assertThat(teacher.devices()).containsExactly(Device.CPU, Device.CPU);
    assertThat(learn.students().keySet()).containsExactly("student", "baseline");
    assertThat(learn.students().values())
        .extracting(s -> s.method().value().teacherOutputs().isEmpty())
        .containsExactly(false, true);
    assertThat(learn.views().count()).isEqualTo(2);
  }

  @Test
  void partsKnowTheirNamesAndTheTextThatReadsToThem() throws PipelineException {
    String own = "network { backbone = resnet18 }, method { type = proxy-anchor }";
    Pipeline pipeline =
        Texts.read(
            Texts.GOOD.replace("baseline { method { type = proxy-anchor }", "baseline { " + own));
    Learn learn = pipeline.tasks().get(1).learn().orElseThrow();
    List<StudentSpec> students = pipeline.tasks().get(1).students();
    assertThat(pipeline.data().dataset().name()).isEqualTo("image-folder");
    assertThat(students)
        .extracting(s -> s.network().backbone().name(), s -> s.method().name())
        .containsExactly(tuple("conv4", "relaxed-contrastive"), tuple("resnet18", "proxy-anchor"));
    ModelDescription description = learn.description(students.get(0));
    assertThat(description.text())
        .contains("network {", "backbone = conv4", "embedding = 8", "view {", "type = resize");
    assertThat(learn.description(students.get(1)).text()).contains("backbone = resnet18");
    Pipeline again = Pipeline.parse(pipeline.resolved(), Path.of(""), Environment.ANY_MACHINE);
    Learn resolved = again.tasks().get(1).learn().orElseThrow();
    assertThat(resolved.description(again.tasks().get(1).students().get(0)).text())
        .isEqualTo(description.text());
  }

  @Test
  void whatTheFileLeavesOpenComesFromTheDefaults() throws PipelineException {
    Pipeline pipeline = Texts.read(Texts.GOOD);
    Learn learn = (Learn) pipeline.tasks().get(0).work();
    assertThat(pipeline.machine().bytesInFlight()).as("as the depths need").isEmpty();
    assertThat(pipeline.status().host()).isEqualTo("127.0.0.1");
    assertThat(pipeline.status().port()).isZero();
    assertThat(learn.checkpoint())
        .isEqualTo(
            new CheckpointSpec(
                Span.epochs(1), Duration.ZERO, new CheckpointSpec.Keep(2, true, Span.epochs(0))));
    assertThat(learn.evaluation().metrics()).extracting(Metric::name).contains("recall@1", "map@r");
    assertThat(learn.evaluation().best()).isEqualTo("recall@1");
  }

  @Test
  void aMeasurementTakesTheTestViewOfTheTraining() throws PipelineException {
    Pipeline pipeline = Texts.read(Texts.GOOD);
    Measure measure = (Measure) pipeline.tasks().get(2).work();
    Learn target = (Learn) pipeline.tasks().get(1).work();
    assertThat(measure.view()).isEqualTo(target.views().test());
    assertThat(measure.source()).isEqualTo(new ModelSource.Student("target", "student", "best"));
  }

  @Test
  void aSingleStudentIsNamedAsItsTask() throws PipelineException {
    String single =
        Texts.GOOD
            .replace(Texts.STUDENTS, "student { method { type = relaxed-contrastive } }\n")
            .replace("target.student", "target");
    Learn learn = (Learn) Texts.read(single).tasks().get(1).work();
    assertThat(learn.students().keySet()).containsExactly("target");
  }

  @Test
  void whatIsResolvedReadsToTheSamePipelineAgain() throws PipelineException {
    Pipeline once = Texts.read(Texts.GOOD);
    Pipeline again =
        Pipeline.parse(once.resolved(), Path.of("/elsewhere"), Environment.ANY_MACHINE);
    assertThat(again.resolved()).isEqualTo(once.resolved());
    assertThat(again.tasks())
        .extracting(Task::name, Task::needs)
        .isEqualTo(
            once.tasks().stream()
                .map(t -> org.assertj.core.groups.Tuple.tuple(t.name(), t.needs()))
                .toList());
    assertThat(again.machine()).isEqualTo(once.machine());
    assertThat(once.resolved()).contains("root = \"/base/pack\"").doesNotContain("shared");
  }

  @Test
  void aFileIsReadWithOverrides(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.conf"), Texts.GOOD);
    Pipeline pipeline =
        Pipeline.read(
            file, List.of("seed=9", "tasks.source.train.epochs=1"), Environment.ANY_MACHINE);
    assertThat(pipeline.seed()).isEqualTo(9);
    assertThat(((Learn) pipeline.tasks().get(0).work()).epochs()).isEqualTo(1);
    assertThat(pipeline.resolved()).contains("root = \"" + folder.resolve("pack") + "\"");
  }

  @Test
  void seedsAreReadAndAllDifferent() throws PipelineException {
    assertThat(Texts.read(Texts.GOOD).seeds()).isEmpty();
    Pipeline pipeline = Texts.read(Texts.GOOD + "\nseeds = [0, 5000000000]\n");
    assertThat(pipeline.seeds()).containsExactly(0L, 5_000_000_000L);
    assertThatThrownBy(() -> Texts.read(Texts.GOOD + "\nseeds = [1, 2, 1]\n"))
        .hasMessageContaining("seeds: [1,2,1] (expected: whole numbers, all different)");
  }

  @Test
  void aFileThatIsNoHoconIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.conf"), "name = [");
    assertThatThrownBy(() -> Pipeline.read(file))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("a.conf:1: syntax: ");
  }
}
