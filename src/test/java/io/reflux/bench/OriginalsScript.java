package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The peer's script, where there is a Python that has torch. */
final class OriginalsScript {
  static final String PYTHON = "/usr/bin/python3";
  private static final Path SCRIPT = Path.of("src/main/resources/bench/originals.py");

  private OriginalsScript() {}

  static boolean hasTorch() throws Exception {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The lines that it prints, given these words. */
  static List<String> said(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", Files.readString(SCRIPT)));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }
}
