package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.bench.IntakeBench;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Loaded;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.intake.Unreadable;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
  private static final DecodeSettings DECODE = new DecodeSettings(1 << 20, false, 0);

  @TempDir Path folder;

  private final Splits quickstart = open("image-folder", "pipelines/data/quickstart.zip");

  @Test
  void shardsGiveTheSameExamples() throws IOException {
    Preparation preparation = new Preparation(quickstart, DECODE, 0, 0);
    assertThat(preparation.write(folder, done -> {})).isEmpty();
    assertSame(open("prepared", folder.toString()).train(), quickstart.train());
    assertSame(open("prepared", folder.toString()).test(), quickstart.test());

    long written = Files.size(folder.resolve("shard-00000.bin"));
    assertThat(preparation.estimatedBytes()).isEqualTo(written);
    assertThat(folder.resolve("journal.bin")).doesNotExist();
  }

  @Test
  void aStoppedRunGoesOnToTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    Preparation preparation = new Preparation(quickstart, DECODE, 16, 0);
    preparation.write(whole, done -> {});
    assertThatThrownBy(
            () ->
                preparation.write(
                    resumed,
                    done -> {
                      if (done >= 700) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    // A kill leaves torn ends: half a record, half a line.
    Files.write(resumed.resolve("shard-00000.bin"), new byte[100], StandardOpenOption.APPEND);
    Files.write(resumed.resolve("journal.bin"), new byte[10], StandardOpenOption.APPEND);

    preparation.write(resumed, done -> assertThat(done).isGreaterThan(700));

    for (String file : List.of("shard-00000.bin", "train.index", "test.index")) {
      assertThat(resumed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    Loaded first = new PictureReader(open("prepared", resumed.toString()).test(), DECODE).read(0);
    assertThat(((Picture) first).width()).isEqualTo(16);
  }

  @Test
  void damageIsFoundAndNamed() throws IOException {
    new Preparation(quickstart, DECODE, 0, 0).write(folder, done -> {});
    Path shard = folder.resolve("shard-00000.bin");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[5000] ^= 1;
    Files.write(shard, bytes);

    Dataset train = open("prepared", folder.toString()).train();
    Loaded damaged = new PictureReader(train, DECODE).read(1);
    assertThat(damaged).hasToString(train.name(1) + ": damaged in shard 0 (its checksum differs)");
    assertThat(new PictureReader(train, DECODE).read(2)).isInstanceOf(Picture.class);
  }

  @Test
  void unreadableImagesKeepTheirPlace() throws IOException {
    DecodeSettings tiny = new DecodeSettings(100, false, 0);
    Preparation preparation = new Preparation(quickstart, tiny, 0, 0);
    List<Unreadable> unreadable = preparation.write(folder, done -> {});
    assertThat(unreadable).hasSize(1296);
    assertThat(unreadable.get(0))
        .hasToString(quickstart.train().name(0) + ": 32×32 pixels (expected: at most 100 pixels)");
    Dataset train = open("prepared", folder.toString()).train();
    assertThat(train.size()).isEqualTo(648);
    assertThat(new PictureReader(train, DECODE).read(3)).isInstanceOf(Unreadable.class);
  }

  @Test
  void whatAnEarlierRunCouldNotReadIsStillCounted() throws IOException {
    DecodeSettings tiny = new DecodeSettings(100, false, 0);
    Preparation preparation = new Preparation(quickstart, tiny, 0, 0);
    assertThatThrownBy(
            () ->
                preparation.write(
                    folder,
                    done -> {
                      if (done > 0) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    List<Unreadable> unreadable = preparation.write(folder, done -> {});
    assertThat(unreadable).hasSize(1296);
    assertThat(unreadable.get(0))
        .hasToString(quickstart.train().name(0) + ": it could not be read before this was stopped");
  }

  @Test
  void anotherPreparationIsNeverMixedIn() throws IOException {
    Preparation small = new Preparation(quickstart, DECODE, 16, 0);
    assertThat(small.isIn(folder)).isFalse();
    small.write(folder, done -> {});
    assertThat(small.isIn(folder)).isTrue();
    byte[] shard = Files.readAllBytes(folder.resolve("shard-00000.bin"));
    Preparation other = new Preparation(quickstart, DECODE, 20, 0);
    assertThatThrownBy(() -> other.write(folder, done -> {}))
        .hasMessageStartingWith(folder + " holds another preparation: 1296 images, names ")
        .hasMessageContaining("shorter side 16, raw (expected: 1296 images, names ")
        .hasMessageEndingWith("shorter side 20, raw; or an empty folder)");
    assertThatThrownBy(() -> other.isIn(folder)).hasMessageContaining("another preparation");
    assertThat(folder.resolve("shard-00000.bin")).hasBinaryContent(shard);
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> small.write(file, done -> {})).hasMessage(file + " is no folder");
  }

  @Test
  void anImageOfSeveralPartsIsWrittenOnce() throws IOException {
    Splits parts =
        new Splits(
            quickstart.train(),
            quickstart.test(),
            Map.of("query", quickstart.test(), "gallery", quickstart.train()));
    Preparation preparation = new Preparation(parts, DECODE, 0, 0);
    assertThat(preparation.size()).isEqualTo(1296);
    preparation.write(folder, done -> {});
    Splits prepared = open("prepared", folder.toString());
    assertThat(prepared.others()).containsOnlyKeys("query", "gallery");
    assertSame(prepared.other("query").orElseThrow(), quickstart.test());
    assertSame(prepared.other("gallery").orElseThrow(), quickstart.train());
    assertSame(prepared.train(), quickstart.train());
    Path once = folder.resolve("once");
    new Preparation(quickstart, DECODE, 0, 0).write(once, done -> {});
    assertThat(folder.resolve("shard-00000.bin"))
        .hasSameBinaryContentAs(once.resolve("shard-00000.bin"));
  }

  @Test
  void anUnfinishedFolderIsRefused() {
    assertThatThrownBy(() -> open("prepared", folder.toString()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("has no train.index and test.index");
  }

  @Test
  void theBenchMeasuresEachWay() throws IOException {
    IntakeBench.Costs costs = new IntakeBench().measure(new IntakeBench.Size(20, 2), "no-python");
    assertThat(costs.further()).isPositive();
    assertThat(costs.jpeg()).isGreaterThan(costs.shard());
    assertThat(costs.peer()).isEmpty();
  }

  private static void assertSame(Dataset prepared, Dataset original) {
    assertThat(prepared.labels()).isEqualTo(original.labels());
    PictureReader fromShards = new PictureReader(prepared, DECODE);
    PictureReader fromFiles = new PictureReader(original, DECODE);
    for (int id = 0; id < original.size(); id += 7) {
      assertThat(prepared.name(id)).isEqualTo(original.name(id));
      assertThat(prepared.className(prepared.label(id)))
          .isEqualTo(original.className(original.label(id)));
      assertThat(((Picture) fromShards.read(id)).rgb())
          .isEqualTo(((Picture) fromFiles.read(id)).rgb());
    }
  }

  private static Splits open(String type, String root) {
    String hocon = "type = " + type + ", root = \"" + root + "\"";
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
