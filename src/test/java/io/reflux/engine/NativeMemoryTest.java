package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeMemoryTest {
  /** The launcher's: glibc gives nothing back by itself. */
  private static final Map<String, String> KEEPING =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "1073741824");

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsFreeBetweenWhatIsNotIsGivenBack() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.of(JavaCommand.BRIEF, ScatteredMemory.class));
    builder.environment().putAll(KEEPING);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    String[] megabytes = said.strip().split(" ");
    assertThat(Integer.parseInt(megabytes[1]))
        .as("of " + megabytes[0] + " MB, of which 400 were freed")
        .isLessThan(Integer.parseInt(megabytes[0]) - 300);
  }
}
