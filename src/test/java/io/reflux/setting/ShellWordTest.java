package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordTest {
  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(ShellWord.of(Path.of("runs/a-1.b_2"))).isEqualTo("runs/a-1.b_2");
    assertThat(ShellWord.of("Fotos/Käfer/花")).isEqualTo("Fotos/Käfer/花");
    assertThat(ShellWord.of("my photos")).isEqualTo("'my photos'");
  }

  @Test
  void aShellReadsWhatWasMeant() throws Exception {
    for (String name : List.of("a b", "it's", "$HOME", "a;b", "*", "~x", "", "\"q\"", "-n\\t")) {
      Process shell =
          new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(name))
              .redirectErrorStream(true)
              .start();
      String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor()).isZero();
      assertThat(read).isEqualTo(name);
    }
  }
}
