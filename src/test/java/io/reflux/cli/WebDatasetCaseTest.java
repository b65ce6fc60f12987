package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.cli.CaseFolder.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebDataset's format, as its users have it: shards with 000000.png and 000000.cls. */
class WebDatasetCaseTest {
  private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7");

  @TempDir Path root;

  @Test
  void theShardsTrainAndMeasure() throws IOException {
    CaseFolder folder = new CaseFolder(root);
    folder.pictures("made", CLASSES, 4);
    Files.createDirectories(folder.at("data"));
    for (int s = 0; s < 2; s++) {
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(
              Files.newOutputStream(folder.at("data/shard-%06d.tar".formatted(s))))) {
        for (int i = 0; i < 16; i++) {
          int label = i / 4 + 4 * s;
          String name = "%06d".formatted(s * 16 + i);
          Path picture = folder.at("made/%d/%03d.png".formatted(label, i % 4));
          put(tar, name + ".png", Files.readAllBytes(picture));
          put(tar, name + ".cls", Integer.toString(label).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    String data = "data.dataset=web-dataset";
    Said checked = folder.check(data);
    assertThat(checked.code()).as(checked.all()).isEqualTo(ExitCode.DONE);
    assertThat(checked.out())
        .contains("train on 16 images of 4 classes", "test on  16 images of 4 classes")
        .contains("divided  the first 4 of 8 classes train, the others test");
    assertThat(folder.run("r", data, "tasks.t.train.epochs=1").code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.at("r/evaluations.csv"))).contains("recall@1=");
    String one = "data.root=\"" + folder.at("data/shard-{000000..000000}.tar") + "\"";
    assertThat(folder.check(data, one, "data.split { by = images, share = 0.5 }").out())
        .contains("50.0 % of the images of each class train, by lot (seed 0)");
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
