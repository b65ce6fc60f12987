package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeExitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"exit", "halt"})
  void aProcessLeavesWithItsCodeWhileLibtorchComputes(String way) throws Exception {
    Path file = folder.resolve("endless.pt");
    new ScriptArchive()
        .method(
            "forward(images: Tensor, weights: Tensor) -> Tensor",
            List.of(
                "for i in range(2000000000):",
                "  images = torch.relu(torch.conv2d(images, weights, None, [1, 1], [1, 1], [1, 1], 1))",
                "return images"))
        .write(file);
    List<String> options = JavaCommand.with(JavaCommand.BRIEF, "-XX:-CreateCoredumpOnCrash");
    Process process =
        new ProcessBuilder(
                JavaCommand.of(options, ComputingProcess.class, file.toString(), "143", way))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(143);
  }
}
