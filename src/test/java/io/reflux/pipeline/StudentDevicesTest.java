package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.Device;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A student's devices, as a pipeline file names them. */
class StudentDevicesTest {
  private static final String STUDENT = "student { method { type = relaxed-contrastive }";

  @Test
  void oneOrSeveral() throws Exception {
    assertThat(read("").place().devices()).containsExactly(Device.CPU);
    assertThat(read(", device = gpu1").place().devices()).hasToString("[gpu1]");
    assertThat(read(", devices = [gpu1, gpu0]").place().devices()).hasToString("[gpu1, gpu0]");
    assertThat(read(", devices = [gpu1, gpu0]").device()).hasToString("gpu1");
    assertThat(read(", devices = [cpu, cpu]").place().devices()).hasSize(2);
  }

  @Test
  void misuseIsASentence() {
    refuses(
        ", devices = [cpu, gpu0]",
        "devices: [\"cpu\",\"gpu0\"] (expected: all of one kind: a GPU's answers are not the"
            + " processor's, to the bit)");
    refuses(
        ", devices = [gpu0, gpu1, gpu0]",
        "devices: [\"gpu0\",\"gpu1\",\"gpu0\"] (expected: every GPU once)");
    refuses(", devices = [none]", "a list of cpu, or a GPU as gpu0 (PyTorch's cuda:0); not none");
    refuses(
        ", devices = [cpu, cpu, cpu], micro-batch = 16",
        "students.student.devices: [\"cpu\",\"cpu\",\"cpu\"] (expected: at most 2: a batch of 12"
            + " examples and 2 views is 2 pieces of 16 rows)");
  }

  @Test
  void batchNormOverAllDevicesHasNoPieces() throws Exception {
    StudentSpec joint = read(", devices = [cpu, cpu], batch-norm = synchronised");
    assertThat(joint.place().parts()).isEqualTo(2);
    assertThat(read(", batch-norm = synchronised").place().parts()).isEqualTo(1);
    refuses(
        ", devices = [cpu, cpu], batch-norm = synchronised, micro-batch = 4",
        "micro-batch: 4 (expected: 0 with batch-norm = synchronised, which has all pieces at"
            + " once)");
  }

  private static void refuses(String more, String sentence) {
    assertThatThrownBy(() -> read(more)).hasMessageContaining(sentence);
  }

  private static StudentSpec read(String more) throws PipelineException {
    String text = Texts.GOOD.replace(STUDENT, STUDENT + more);
    Pipeline pipeline = Pipeline.parse(text, Path.of("/base"), Environment.ANY_MACHINE);
    return pipeline.tasks().stream()
        .filter(task -> task.name().equals("target"))
        .flatMap(task -> task.learn().stream())
        .map(learn -> learn.students().get("student"))
        .findFirst()
        .orElseThrow();
  }
}
