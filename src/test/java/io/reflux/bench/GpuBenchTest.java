package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the bench, on the one device that every machine has. */
class GpuBenchTest {
  @TempDir Path folder;

  @Test
  void everyFigureIsTakenAndNothingIsLeft() throws IOException {
    int before = TensorScope.liveInProcess();
    List<BenchCase> cases =
        new GpuBench("conv4", Device.CPU, new ProgramsBench.Size(4, 32, 1, 2)).run();
    assertThat(cases)
        .extracting(BenchCase::name)
        .containsExactly(
            "copy-there-pageable",
            "copy-there-pinned",
            "copy-there-staged",
            "copy-back-pageable",
            "lanes-1",
            "lanes-2",
            "training-step",
            "two-runs-bit-equal",
            "resume-bit-equal",
            "tensors-left-by-20-snapshots",
            "float32-beside-float64");
    assertThat(cases)
        .filteredOn(each -> each.name().matches("two-runs.*|resume.*|tensors-left.*|float32-.*"))
        .hasSize(4)
        .allMatch(BenchCase::met);
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  @Test
  void archivesForPyTorchAreListed() throws IOException {
    GpuArchives.write(List.of("conv4"), folder.resolve("archives"));
    try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "archives.json",
              "conv4-training-float32.pt",
              "conv4-training-bfloat16.pt",
              "conv4-inference-float32.pt",
              "conv4-inference-bfloat16.pt",
              "sgd.pt",
              "adam.pt",
              "adamw.pt",
              "rmsprop.pt");
    }
  }
}
