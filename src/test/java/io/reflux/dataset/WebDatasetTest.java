package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards of WebDataset: samples, labels, patterns, and what is wrong with them. */
class WebDatasetTest {
  @TempDir Path folder;

  @Test
  void samplesAreReadInTheShardsOrder() throws IOException {
    shard("s-0.tar", "b.jpg=B", "b.cls=10", "a.jpg=A", "a.cls=9\n");
    shard("s-1.tar", "c.cls=10", "c.jpg=C", "c.seg.png=S", "d.jpg=D", "d.cls=100");
    Splits splits = open(folder, "");
    assertThat(splits.rule()).isEqualTo("the first 2 of 3 classes train, the others test");
    assertThat(names(splits.train()))
        .containsExactly("s-0.tar/b.jpg", "s-0.tar/a.jpg", "s-1.tar/c.jpg");
    assertThat(splits.train().className(0)).isEqualTo("9");
    assertThat(splits.train().labels()).containsExactly(1, 0, 1);
    for (int id : new int[] {2, 0, 1, 2}) {
      assertThat(splits.train().read(id)).asString().isEqualTo("BAC".substring(id, id + 1));
    }
    assertThat(splits.test().className(0)).isEqualTo("100");
    assertThat(splits.test().facts(0).bytes()).isEqualTo(1);
  }

  @Test
  void namesOfShardsSayWhatTheyAreFor() throws IOException {
    shard("data-train-000000.tar", "a.jpg", "a.cls=x", "b.jpg", "b.cls=y");
    shard("data-val-000000.tar", "c.jpg", "c.cls=x");
    shard("contest-000000.tar", "d.jpg", "d.cls=x");
    Splits splits = open(folder, "");
    assertThat(names(splits.train()))
        .containsExactly("data-train-000000.tar/a.jpg", "data-train-000000.tar/b.jpg");
    assertThat(names(splits.test())).containsExactly("data-val-000000.tar/c.jpg");
    assertThat(splits.rule()).isEqualTo("1 shards train, 1 test");
    Splits chosen =
        open(
            folder,
            "split { by = shards, train = \"{data-train,contest}-000000.tar\","
                + " test = \"data-val-{000000..000000}.tar\" }");
    assertThat(chosen.train().size()).isEqualTo(3);
    assertThatThrownBy(() -> open(folder, "split { test = \"data-val-{0..1}.tar\" }"))
        .hasMessage("root: no shard data-val-0.tar (expected: one of those in " + folder + ")");
  }

  @Test
  void rootMayBeAPattern() throws IOException {
    for (int i = 8; i < 12; i++) {
      shard(
          "d/%03d.tar".formatted(i),
          i + ".png",
          i + ".json={\"meta\": {\"class\": " + i % 2 + "}}");
    }
    Splits splits =
        open(folder.resolve("d/{008..010}.tar"), "json-key = meta.class, split.by = none");
    assertThat(names(splits.train()))
        .containsExactly("008.tar/8.png", "009.tar/9.png", "010.tar/10.png");
    assertThat(splits.train().classes()).isEqualTo(2);
    Splits one = open(folder.resolve("d/011.tar"), "json-key = meta.class, split.by = none");
    assertThat(names(one.test())).containsExactly("011.tar/11.png");
    assertThatThrownBy(() -> open(folder.resolve("d/{011..012}.tar"), ""))
        .hasMessage("root: %s/d/012.tar does not exist (expected: a shard)".formatted(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a{1..3}|a1 a2 a3",
        "a{08..11}.tar|a08.tar a09.tar a10.tar a11.tar",
        "{x,y}-{0..1}|x-0 x-1 y-0 y-1",
        "{a,{b,c}}|a b a c",
        "plain|plain"
      })
  void patternsStandForNames(String pattern, String names) {
    assertThat(BracePattern.names(pattern)).containsExactly(names.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{3..1}", "{1}", "{a..c}", "{0..999999999}", "{0..999}{0..9999}"})
  void patternsThatStandForNothingAreRefused(String pattern) {
    assertThatThrownBy(() -> BracePattern.names(pattern))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(pattern + " (expected: ");
  }

  @Test
  void withoutLabelsAllTrain() throws IOException {
    shard("0.tar", "a.jpg", "b.jpg", "b.txt=something");
    Splits splits = open(folder, "");
    assertThat(splits.train().labelled()).isFalse();
    assertThat(splits.train().size()).isEqualTo(2);
    assertThat(open(folder, "split.by = images").test().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.txt|its shards hold no image (expected: files of bmp, ",
        "a.jpg b.jpg b.cls=1|1 of 2 images have no label, the first is 0.tar/a.jpg (expected:"
            + " each,",
        "a.jpg a.cls=|0.tar/a.cls: it is empty (expected: a label)",
        "a.jpg a.json={|0.tar/a.json: it is no JSON (expected: a label)",
        "a.jpg a.json=[1]|0.tar/a.json: no text or number label (expected: a label)",
        "a.jpg a.json={\"label\":null}|0.tar/a.json: no text or number label (expected: a label)",
        "a.jpg a.json={\"label\":[1]}|0.tar/a.json: no text or number label (expected: a label)"
      })
  void whatIsWrongIsNamed(String files, String sentence) throws IOException {
    shard("0.tar", files.split(" "));
    assertThatThrownBy(() -> open(folder, ""))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(folder + ": ")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.jpg", "/etc/x.jpg", "C:/x.jpg", "a.jpg -> /etc/passwd"})
  void aShardThatPointsOutsideIsRefused(String path) throws IOException {
    shard("0.tar", "a.png", "a.cls=1", path);
    assertThatThrownBy(() -> open(folder, ""))
        .isInstanceOf(DatasetException.class)
        .hasMessageMatching(
            "root: .*0.tar cannot be read: it holds .*, which points outside of it \\(expected:"
                + " .*");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.3, 0.5})
  void aShardThatIsCutOffIsNamed(double kept) throws IOException {
    shard("0.tar", "a.jpg", "a.cls=1", "b.jpg", "b.cls=2");
    shard("1.tar", "a.jpg=" + "x".repeat(3000), "a.cls=1", "b.jpg=" + "y".repeat(3000), "b.cls=2");
    byte[] whole = Files.readAllBytes(folder.resolve("1.tar"));
    Files.write(folder.resolve("1.tar"), Arrays.copyOf(whole, (int) (8192 * kept)));
    assertThatThrownBy(() -> open(folder, ""))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("root: " + folder + "/1.tar cannot be read: ")
        .hasMessageNotContaining("null");
  }

  @Test
  void manyShardsNeedNoOpenFiles() throws IOException {
    for (int i = 0; i < 40; i++) {
      shard("%02d.tar".formatted(i), i + ".jpg", i + ".cls=" + i % 2);
    }
    Dataset train = open(folder, "split.by = none").train();
    assertThat(train.size()).isEqualTo(40);
    for (int id = 39; id >= 0; id--) {
      assertThat(train.read(id)).asString().isEqualTo(id + ".jpg");
    }
  }

  @Test
  void gzippedShardsAreReadAsTheOthersAreInAnyOrder() throws IOException {
    shard("0.tar", "a.jpg=A", "a.cls=1", "b.jpg=" + "B".repeat(3000), "b.cls=2");
    shard("1.tar", "c.jpg=C", "c.cls=1", "f.jpg=F", "f.cls=2");
    shard("2.tar", "d.jpg=" + "D".repeat(90_000), "d.cls=2", "e.jpg=E", "e.cls=1");
    Dataset plain = open(folder, "split.by = none").train();
    zip("0.tar", "0.tar.gz");
    zip("2.tar", "2.tgz");
    Dataset zipped = open(folder, "split.by = none").train();
    assertThat(names(zipped))
        .containsExactlyElementsOf(
            names(plain).stream()
                .map(name -> name.replace("0.tar", "0.tar.gz").replace("2.tar", "2.tgz"))
                .toList());
    assertThat(zipped.labels()).isEqualTo(plain.labels());
    for (int id = zipped.size() - 1; id >= 0; id--) {
      assertThat(zipped.read(id)).isEqualTo(plain.read(id));
      assertThat(zipped.facts(id).bytes()).isEqualTo(plain.facts(id).bytes());
    }
    Dataset some = open(folder.resolve("{0.tar.gz,1.tar}"), "split.by = none").train();
    assertThat(names(some)).startsWith("0.tar.gz/a.jpg");
    byte[] whole = Files.readAllBytes(folder.resolve("2.tgz"));
    Files.write(folder.resolve("2.tgz"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> open(folder, ""))
        .hasMessage(
            "root: %s/2.tgz cannot be read: it ends too early (expected: a .tar or .tar.gz archive)"
                .formatted(folder));
    assertThatThrownBy(() -> open(folder.resolve("{0..1}.tgz"), ""))
        .hasMessage("root: %s/0.tgz does not exist (expected: a shard)".formatted(folder));
  }

  private void zip(String plain, String zipped) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(zipped)))) {
      Files.copy(folder.resolve(plain), out);
    }
    Files.delete(folder.resolve(plain));
  }

  @Test
  void aFolderWithoutShardsIsRefused() throws IOException {
    Archives.folder(folder, Archives.files("a/1.jpg"));
    assertThatThrownBy(() -> open(folder, ""))
        .hasMessage(
            "root: %s holds no shard (expected: .tar or .tar.gz archives)".formatted(folder));
    shard("x.tar", "a.jpg", "a.cls=1");
    assertThatThrownBy(() -> open(folder, "split.by = shards"))
        .hasMessageContaining("split.by: shards (expected: shards that are called train");
  }

  private void shard(String name, String... files) throws IOException {
    Map<String, byte[]> content = new LinkedHashMap<>(Archives.files(files));
    Archives.tar(folder.resolve(name), content);
  }

  private static Splits open(Path root, String hocon) {
    Problems problems = new Problems();
    String text = "type = web-dataset\nroot = \"" + root + "\"\n" + hocon;
    DatasetRecipe recipe =
        Datasets.CATALOGUE.read(
            new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "", problems));
    assertThat(problems.all()).isEmpty();
    return recipe.open();
  }

  private static List<String> names(Dataset dataset) {
    return IntStream.range(0, dataset.size()).mapToObj(dataset::name).toList();
  }
}
