package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsBenchTest {
  private static final String VIT =
      "backbone = vit, width = 32, depth = 2, attention-heads = 2, patch = 8, embedding = 0, pooling = own";

  @TempDir Path folder;

  @Test
  void withoutPythonTimesAreToldAndRatiosLeftOut() throws IOException {
    List<String> lines = new ArrayList<>();
    ProgramsBench bench = small(lines::add);
    assertThat(bench.run("no-such-python")).isEmpty();
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).matches("frozen-float32: [0-9.]+ ms");
    assertThat(lines.get(3)).matches("training-bfloat16: [0-9.]+ ms");
    assertThat(lines.get(7)).matches("vit-training-bfloat16: [0-9.]+ ms");
  }

  @Test
  void aRatioIsThePeersTimeDividedByOurs() throws IOException {
    Path peer = folder.resolve("python");
    Files.writeString(peer, "#!/bin/sh\necho ready\nwhile read -r order; do echo 60000; done\n");
    assertThat(peer.toFile().setExecutable(true)).isTrue();
    List<String> lines = new ArrayList<>();
    ProgramsBench bench = small(lines::add);
    List<ProgramsBench.Ratio> ratios = bench.run(peer.toString());
    assertThat(ratios)
        .extracting(ProgramsBench.Ratio::name)
        .containsExactly(
            "frozen-float32",
            "frozen-bfloat16",
            "training-float32",
            "training-bfloat16",
            "vit-frozen-float32",
            "vit-frozen-bfloat16",
            "vit-training-float32",
            "vit-training-bfloat16");
    assertThat(ratios)
        .extracting(ProgramsBench.Ratio::goal)
        .containsExactly(1.4, 2.6, 1.25, 2.6, 1.1, 2.0, 0.95, 1.6);
    Matcher ours = Pattern.compile("frozen-float32: ([0-9.]+) ms").matcher(lines.get(0));
    assertThat(ours.matches()).isTrue();
    assertThat(ratios.get(0).value() * Double.parseDouble(ours.group(1)))
        .isCloseTo(60000, withinPercentage(3));
  }

  @Test
  void aPeerThatEndsIsAnError() throws IOException {
    Path peer = folder.resolve("python");
    Files.writeString(peer, "#!/bin/sh\necho ready\nread -r order\n");
    assertThat(peer.toFile().setExecutable(true)).isTrue();
    ProgramsBench bench = small(line -> {});
    assertThatThrownBy(() -> bench.run(peer.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PyTorch's process ended");
  }

  /** Of small networks; those of the figures are {@code BenchTest}'s. */
  private static ProgramsBench small(Consumer<String> report) {
    return new ProgramsBench(
        new ProgramsBench.Size(1, 32, 1, 1),
        report,
        settings -> settings.contains("vit") ? VIT : "backbone = resnet, embedding = 0");
  }
}
