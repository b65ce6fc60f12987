package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginalsBenchTest {
  private static final Path SCRIPT = Path.of("src/main/resources/bench/originals.py");
  private static final Path CASES = Path.of("src/golden/trajectories");
  private static final String PYTHON = "/usr/bin/python3";
  private static final OriginalsBench.Size SMALL = new OriginalsBench.Size(8, 32, 1, 1, 1);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"relaxed-contrastive, lr, 3", "simreg-slow, simreg, 3", "s2sd, s2sd, 5"})
  void theScriptTakesTheStepsOfTheOriginalCode(String name, String network, int count)
      throws Exception {
    assumeTrue(hasTorch(), PYTHON + " has no torch");
    String keys = CASES.resolve("keys/" + network + "_resnet18.keys.json").toString();
    List<String> lines =
        said("golden", CASES.resolve(name + ".json").toString(), keys, Integer.toString(count));
    JsonNode steps =
        new ObjectMapper()
            .readTree(CASES.resolve(name + ".json").toFile())
            .path("expected")
            .path("steps");
    assertThat(lines).hasSize(count);
    for (int step = 0; step < lines.size(); step++) {
      String[] figures = lines.get(step).split(" ");
      isExpected(Double.parseDouble(figures[0]), steps.get(step).path("loss"));
      isExpected(Double.parseDouble(figures[1]), steps.get(step).path("grad_norm"));
    }
  }

  private static void isExpected(double value, JsonNode expected) {
    assertThat(value)
        .isCloseTo(expected.path("value").asDouble(), within(expected.path("tol64").asDouble()));
  }

  @Test
  void aRatioIsThePeersTimeDividedByOurs() throws IOException, PipelineException {
    Path peer = folder.resolve("python");
    Files.writeString(peer, "#!/bin/sh\necho ready\nwhile read -r order; do echo 60000; done\n");
    assertThat(peer.toFile().setExecutable(true)).isTrue();
    List<String> lines = new ArrayList<>();
    List<BenchCase> cases = new OriginalsBench(SMALL, peer.toString(), lines::add).run("cached");
    assertThat(cases).extracting(BenchCase::name).containsExactly("simreg-cached-float32");
    for (int i = 0; i < cases.size(); i++) {
      String[] words = lines.get(i).replaceAll(".*: ([0-9]+) ms a step.*", "$1").split(" ");
      double ours = Double.parseDouble(words[0]);
      assertThat(ours).isPositive();
      assertThat(cases.get(i).value()).isBetween(60000 / (ours + 0.51), 60000 / (ours - 0.51));
    }
  }

  @Test
  void withoutTorchNothingIsRun() throws IOException, PipelineException {
    List<String> lines = new ArrayList<>();
    assertThat(new OriginalsBench(SMALL, "no-such-python", lines::add).run("")).isEmpty();
    assertThat(lines).isEmpty();
  }

  private static boolean hasTorch() throws Exception {
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

  private static List<String> said(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", Files.readString(SCRIPT)));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }
}
