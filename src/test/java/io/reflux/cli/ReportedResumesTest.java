package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.cli.CaseFolder.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people met when they went on with a run, and reported of other programs. */
class ReportedResumesTest {
  @TempDir Path root;
  private CaseFolder folder;

  @BeforeEach
  void begin() throws IOException {
    folder = new CaseFolder(root).pictures(8);
  }

  /** OneTrainer#1147: a rate that blows the loss up; each resume met it again. */
  @Test
  void afterALossThatWasNoNumberItGoesOnWithASmallerRate() throws IOException {
    String wild = "tasks.t.train.optimizer={type=sgd,lr=1e30}";
    String sentence = "failed: t: student t, step 2: loss: NaN (expected: a finite number)";
    Said run = folder.run("r", wild, "tasks.t.train.epochs=6");
    assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains(sentence);
    Said again = resume();
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.out()).contains(sentence);

    Said smaller = resume("-D", "tasks.t.train.optimizer.lr=1e-3");
    assertThat(smaller.code()).as(smaller.all()).isEqualTo(ExitCode.DONE);
    assertThat(smaller.out())
        .contains("allowed by -D tasks.t.train.optimizer.lr=1e-3: tasks.t.train.optimizer.lr: ");
    List<String> metrics = Files.readAllLines(folder.at("r/metrics.csv"));
    assertThat(metrics).hasSize(1 + 6 * 2).noneMatch(line -> line.contains("NaN"));
  }

  /**
   * cellarium-ml#261: pictures and rate became others between two attempts, and nobody was told.
   */
  @Test
  void whatChangedBetweenTwoAttemptsIsListedAndRefused() throws IOException {
    assertThat(folder.run("r").code()).isEqualTo(ExitCode.DONE);
    leaveAfterTheFirstEpoch();
    Path other = folder.at("data/c01/000.png");
    Files.copy(other, folder.at("data/c00/000.png"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(other, folder.at("data/c00/zzz.png"));
    Files.delete(folder.at("data/c03/003.png"));
    Path pipeline = folder.at("r/pipeline.conf");
    String edited = Files.readString(pipeline).replaceFirst("lr *[=:] *(3e-3|0\\.003)", "lr = 0.3");
    Files.writeString(pipeline, edited);
    String metrics = Files.readString(folder.at("r/metrics.csv"));

    Said refused = resume();
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .contains("--allow images --allow pipeline to go on")
        .contains("images: 1 image added: c00/zzz.png")
        .contains("images: 1 image removed: c03/003.png")
        .contains("images: 1 image replaced: c00/000.png")
        .contains("pipeline: tasks.t.train.optimizer.lr: 0.003 → 0.3");
    assertThat(Files.readString(folder.at("r/metrics.csv"))).isEqualTo(metrics);

    Said allowed = resume("--allow", "images,pipeline");
    assertThat(allowed.code()).as(allowed.all()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.at("r/journal.jsonl")))
        .contains("--allow images", "--allow pipeline", "zzz.png");
    assertThat(Files.readAllLines(folder.at("r/metrics.csv")).get(2 + 1)).contains(",3,", ",0.3,");
  }

  /** As a kill after the first epoch would have left it. */
  private void leaveAfterTheFirstEpoch() throws IOException {
    Path task = folder.at("r/checkpoints/t");
    try (Stream<Path> all = Files.walk(task)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (task.relativize(each).toString().matches("(step-0000000004|summary|t-last).*")) {
          Files.delete(each);
        }
      }
    }
    Files.delete(folder.at("r/summary.json"));
  }

  private Said resume(String... words) {
    List<String> all = new ArrayList<>(List.of("resume", folder.at("r").toString()));
    all.addAll(List.of(words));
    return folder.reflux(all.toArray(String[]::new));
  }
}
