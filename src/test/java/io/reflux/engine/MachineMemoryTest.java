package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
  @TempDir private Path folder;

  @Test
  void theLeastOfWhatIsSaidCounts() throws IOException {
    Path machine = file("meminfo", "MemTotal:       16000 kB\nMemFree: 1 kB\n");
    Path unlimited = file("max", "max\n");
    Path limited = file("limited", "1048576\n");
    Path missing = folder.resolve("missing");
    assertThat(MachineMemory.least(machine, List.of(unlimited, missing))).hasValue(16_384_000);
    assertThat(MachineMemory.least(machine, List.of(unlimited, limited))).hasValue(1_048_576);
    assertThat(MachineMemory.least(missing, List.of(missing))).isEmpty();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
