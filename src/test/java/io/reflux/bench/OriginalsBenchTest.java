package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginalsBenchTest {
  private static final Path CASES = Path.of("src/golden/trajectories");
  private static final Path LOSSES = Path.of("src/golden/objectives/losses");
  private static final OriginalsBench.Size SMALL = new OriginalsBench.Size(8, 32, 1, 1, 1);

  @TempDir Path folder;

  /** S2SD's features teach from the fourth step on; of a single step the loss alone is told. */
  private static final List<Trajectory> TRAJECTORIES =
      List.of(
          new Trajectory("relaxed-contrastive", "lr", 2),
          new Trajectory("simreg-slow", "simreg", 2),
          new Trajectory("s2sd", "s2sd", 4),
          new Trajectory("diva", "diva", 2),
          new Trajectory("crd", "lr", 2),
          new Trajectory("fitnet", "lr", 1),
          new Trajectory("attention", "lr", 1));

  private record Trajectory(String name, String network, int steps) {}

  @Test
  void theScriptTakesTheStepsOfTheOriginalCode() throws Exception {
    assumeTrue(OriginalsScript.hasTorch(), OriginalsScript.PYTHON + " has no torch");
    List<String> words = new ArrayList<>(List.of("golden"));
    for (Trajectory each : TRAJECTORIES) {
      words.add(CASES.resolve(each.name() + ".json").toString());
      words.add(CASES.resolve("keys/" + each.network() + "_resnet18.keys.json").toString());
      words.add(Integer.toString(each.steps()));
    }
    Iterator<String> lines = OriginalsScript.said(words).iterator();
    for (Trajectory each : TRAJECTORIES) {
      JsonNode steps = json(CASES.resolve(each.name() + ".json")).at("/expected/steps");
      for (int step = 0; step < each.steps(); step++) {
        String[] figures = lines.next().split(" ");
        isExpected(each + " loss", figures[0], steps.get(step).path("loss"));
        if (each.steps() > 1) {
          isExpected(each + " gradient", figures[1], steps.get(step).path("grad_norm"));
        }
      }
    }
    assertThat(lines).isExhausted();
  }

  private static void isExpected(String what, String value, JsonNode expected) {
    assertThat(Double.parseDouble(value))
        .as(what)
        .isCloseTo(expected.path("value").asDouble(), within(expected.path("tol64").asDouble()));
  }

  @Test
  void itsLossesAreThoseOfTheOriginalCode() throws Exception {
    assumeTrue(OriginalsScript.hasTorch(), OriginalsScript.PYTHON + " has no torch");
    List<String> words = new ArrayList<>(List.of("value"));
    for (String loss : List.of("relaxed-multi-similarity", "pkt", "rkd", "dark-rank")) {
      for (int number = 1; number <= 3; number++) {
        words.add(LOSSES.resolve(loss + "-" + number + ".json").toString());
      }
    }
    List<String> lines = OriginalsScript.said(words);
    assertThat(lines).hasSize(words.size() - 1);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode expected = json(Path.of(words.get(i + 1))).path("expected");
      String[] figures = lines.get(i).split(" ");
      assertThat(Double.parseDouble(figures[0]))
          .as(words.get(i + 1))
          .isCloseTo(expected.path("loss").asDouble(), withinPercentage(1e-4));
      double squares = 0;
      for (JsonNode each : expected.at("/gradients/student_embeddings/data")) {
        squares += each.asDouble() * each.asDouble();
      }
      assertThat(Double.parseDouble(figures[1]))
          .as(words.get(i + 1))
          .isCloseTo(Math.sqrt(squares), withinPercentage(1e-3));
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void aRatioIsThePeersTimeDividedByOurs() throws IOException, PipelineException {
    Path peer = folder.resolve("python");
    Files.writeString(peer, "#!/bin/sh\necho ready\nwhile read -r order; do echo 60000; done\n");
    assertThat(peer.toFile().setExecutable(true)).isTrue();
    List<String> lines = new ArrayList<>();
    List<BenchCase> cases =
        new OriginalsBench(SMALL, peer.toString(), lines::add, OriginalsBenchTest::small).run("");
    assertThat(cases)
        .extracting(BenchCase::name)
        .containsExactly(
            "relaxed-contrastive-float32",
            "relaxed-contrastive-bfloat16",
            "relaxed-replay-float32",
            "relaxed-replay-bfloat16",
            "eight-in-one-float32",
            "simreg-float32",
            "simreg-bfloat16",
            "simreg-cached-float32",
            "s2sd-float32",
            "diva-float32");
    for (int i = 0; i < cases.size(); i++) {
      String[] words = lines.get(i).replaceAll(".*: ([0-9]+) ms a step.*", "$1").split(" ");
      double ours = Double.parseDouble(words[0]);
      assertThat(ours).isPositive();
      assertThat(cases.get(i).value()).isBetween(60000 / (ours + 0.51), 60000 / (ours - 0.51));
    }
  }

  /** SimReg predicts what the teacher pools: 256 components here. */
  private static String small(String networks) {
    return networks
        .replaceAll("resnet[0-9]+", "resnet")
        .replace("{ type = regression }", "{ type = regression, size = 256 }");
  }

  @Test
  void withoutTorchNothingIsRun() throws IOException, PipelineException {
    List<String> lines = new ArrayList<>();
    assertThat(new OriginalsBench(SMALL, "no-such-python", lines::add).run("")).isEmpty();
    assertThat(lines).isEmpty();
  }
}
