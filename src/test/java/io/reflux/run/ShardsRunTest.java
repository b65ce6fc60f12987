package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.batch.Preparation;
import io.reflux.pipeline.DataSpec;
import io.reflux.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from prepared shards is training from the folder they were made of. */
class ShardsRunTest {
  @TempDir Path folder;

  @Test
  void losslessShardsOfTheSameSizeGiveTheSameFiles() throws Exception {
    Path pack = Files.createDirectory(folder.resolve("pack"));
    TinyPack.write(pack);
    Pipeline original = TinyPipeline.over(pack);
    DataSpec data = original.data();
    Path shards = folder.resolve("shards");
    new Preparation(data.open(), data.decode(), 0, 0).write(shards, done -> {});
    Pipeline prepared =
        TinyPipeline.over(pack, "data { dataset = prepared, root = \"" + shards + "\" }");

    Trial fromFolder = Trial.of(original, folder.resolve("from-folder"));
    Trial fromShards = Trial.of(prepared, folder.resolve("from-shards"));

    assertThat(Series.of(fromFolder.directory()).losses()).hasSize(3 * TinyPipeline.STEPS);
    for (String file : List.of("metrics.csv", "evaluations.csv")) {
      assertThat(lines(fromShards, file)).isEqualTo(lines(fromFolder, file)).hasSizeGreaterThan(6);
    }
    assertThat(Series.of(fromShards.directory())).isEqualTo(Series.of(fromFolder.directory()));
  }

  /** The lines of a file, but for how fast the machine was: the last column of metrics.csv. */
  private static List<String> lines(Trial trial, String file) throws IOException {
    return Files.readAllLines(trial.directory().root().resolve(file)).stream()
        .map(line -> file.equals("metrics.csv") ? line.substring(0, line.lastIndexOf(',')) : line)
        .toList();
  }
}
