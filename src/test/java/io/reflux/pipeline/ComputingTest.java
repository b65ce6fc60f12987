package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The arithmetic of GPUs, which is one for all of a process. */
class ComputingTest {
  private static final String DEVICES = "devices = [cpu, cpu]";

  @Test
  void theProcessorNeedsNoWords() throws PipelineException {
    Computing computing = read(Texts.GOOD).computing();
    assertThat(computing.words()).isEmpty();
    assertThat(computing.tf32()).isFalse();
  }

  @Test
  void whatRunsOnGpusIsNamedWithItsSettings() throws PipelineException {
    Computing computing = read(on("devices = [gpu1, gpu0]")).computing();
    assertThat(computing.words()).startsWith(" on gpu ").contains("tf32 off");
    assertThat(computing.tf32()).isFalse();
    assertThat(read(on("precision = tf32, devices = [gpu0]")).computing().tf32()).isTrue();
    assertThat(read(on("precision = tf32, devices = [cpu]")).computing().tf32()).isFalse();
  }

  @Test
  void oneFileDoesNotAskForBoth() {
    String both =
        on("precision = tf32, devices = [gpu0]")
            .replace("student { method", "student { device = gpu1, method");
    assertThatThrownBy(() -> read(both))
        .hasMessageContaining(
            "(expected: float32 or tf32 of all networks on GPUs: cuDNN's switch is the process's)");
  }

  @Test
  void studentsAreMeasuredWhereTheFirstIsTrainedUnlessAnotherDeviceIsNamed()
      throws PipelineException {
    String trained = Texts.GOOD.replace("student { method", "student { device = gpu1, method");
    assertThat(measuredOn(trained)).isEqualTo("gpu1");
    String named = trained.replace("epochs = 3", "epochs = 3, evaluate.device = gpu2");
    assertThat(measuredOn(named)).isEqualTo("gpu2");
  }

  private static String measuredOn(String text) throws PipelineException {
    return read(text).tasks().stream()
        .filter(task -> task.name().equals("target"))
        .flatMap(task -> task.learn().stream())
        .map(learn -> learn.evaluation().device().toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lanesAreOfOneKind() {
    assertThatThrownBy(() -> read(on("devices = [cpu, gpu0]")))
        .hasMessageContaining("all of one kind");
  }

  private static String on(String devices) {
    return Texts.GOOD.replace(DEVICES, devices);
  }

  private static Pipeline read(String text) throws PipelineException {
    return Pipeline.parse(text, Path.of("/base"), Environment.ANY_MACHINE);
  }
}
