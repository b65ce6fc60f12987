package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossesBenchTest {
  private static final LossesBench.Size SMALL = new LossesBench.Size(8, 16, 1, 1);

  @Test
  void aRatioIsThePeersTimeDividedByOurs(@TempDir Path folder) throws IOException {
    Path peer = folder.resolve("python");
    Files.writeString(peer, "#!/bin/sh\necho ready\nwhile read -r order; do echo 60000; done\n");
    assertThat(peer.toFile().setExecutable(true)).isTrue();
    List<String> lines = new ArrayList<>();
    List<BenchCase> cases = new LossesBench(SMALL, lines::add).run(peer.toString());
    assertThat(cases)
        .extracting(BenchCase::name)
        .containsExactly(
            "relaxed-contrastive",
            "relaxed-multi-similarity",
            "pkt",
            "rkd",
            "dark-rank",
            "fitnet",
            "attention-transfer",
            "crd");
    for (int i = 0; i < cases.size(); i++) {
      Matcher ours = Pattern.compile(".*: ([0-9.]+) ms, PyTorch .*").matcher(lines.get(i));
      assertThat(ours.matches()).as(lines.get(i)).isTrue();
      double milliseconds = Double.parseDouble(ours.group(1));
      assertThat(cases.get(i).value())
          .isBetween(60000 / (milliseconds + 0.051), 60000 / (milliseconds - 0.051));
    }
  }

  @Test
  void everyLossOfTheScriptAnswers() throws Exception {
    assumeTrue(OriginalsScript.hasTorch(), OriginalsScript.PYTHON + " has no torch");
    List<String> lines = new ArrayList<>();
    assertThat(new LossesBench(SMALL, lines::add).run(OriginalsScript.PYTHON)).hasSize(8);
    assertThat(lines).allMatch(line -> line.matches(".* ms, PyTorch [0-9.]+ ms: [0-9.]+ times"));
  }

  @Test
  void withoutTorchNothingIsRun() throws IOException {
    List<String> lines = new ArrayList<>();
    assertThat(new LossesBench(SMALL, lines::add).run("no-such-python")).isEmpty();
    assertThat(lines).isEmpty();
  }
}
