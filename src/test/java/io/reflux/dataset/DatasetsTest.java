package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  private static final Path BIRDS = Path.of("src/golden/datasets/trees/s2sd/cub200");

  @TempDir Path folder;

  @Test
  void everyDatasetBuildsFromItsDefaults() {
    for (String name : Datasets.CATALOGUE.names()) {
      assertThat(Datasets.CATALOGUE.withDefaults(name)).isNotNull();
    }
    assertThat(Datasets.FACTS)
        .extracting(DatasetFacts::name)
        .isSubsetOf(Datasets.CATALOGUE.names())
        .contains("cub-200-2011", "cars-196", "stanford-online-products", "in-shop")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"birds.zip", "birds.tar", "birds.tgz", "birds.tar.gz"})
  void anArchiveGivesWhatItsFolderGives(String name) throws IOException {
    Path archive = folder.resolve(name);
    pack(archive, BIRDS, "CUB_200_2011/");

    Splits fromFolder = open(BIRDS, "complete = false");
    Splits fromArchive = open(archive, "complete = false");
    for (int id = 0; id < fromFolder.test().size(); id++) {
      assertThat(fromArchive.test().name(id))
          .isEqualTo("CUB_200_2011/" + fromFolder.test().name(id));
      assertThat(fromArchive.test().label(id)).isEqualTo(fromFolder.test().label(id));
      assertThat(fromArchive.test().read(id)).isEqualTo(fromFolder.test().read(id));
    }
    assertThat(fromArchive.train().size()).isEqualTo(fromFolder.train().size());
  }

  @Test
  void archivesInAFolderCountAsUnpacked() throws IOException {
    pack(folder.resolve("birds.zip"), BIRDS.resolve("images"), "images/");
    Splits fromFolder = open(BIRDS, "complete = false");
    Splits fromArchive = open(folder, "complete = false");
    assertThat(fromArchive.train().labels()).isEqualTo(fromFolder.train().labels());
    assertThat(fromArchive.test().size()).isEqualTo(fromFolder.test().size());
    for (int id = 0; id < fromFolder.test().size(); id++) {
      assertThat(fromArchive.test().name(id)).isEqualTo(fromFolder.test().name(id));
      assertThat(fromArchive.test().read(id)).isEqualTo(fromFolder.test().read(id));
    }
    assertThat(folder).isDirectoryNotContaining("glob:**/images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cub-200-2011", "prepared", "image-folder"})
  void aRelativeRootLiesBesideThePipelineFile(String type) throws IOException {
    Problems problems = new Problems();
    String text = "data { type = " + type + ", root = birds, complete = false }";
    Section file = HoconFile.parse(text, "a.conf", folder, problems).orElseThrow();
    DatasetRecipe recipe = Datasets.CATALOGUE.read(file.section("data"));
    assertThatThrownBy(recipe::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(folder.resolve("birds").toString());
    assertThat(file.resolved()).contains(folder.resolve("birds").toString());
  }

  @Test
  void anArchiveInAFolderThatPointsOutsideIsRefused() throws IOException {
    pack(folder.resolve("evil.zip"), BIRDS.resolve("images"), "../images/");
    assertThatThrownBy(() -> open(folder, "complete = false"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("evil.zip cannot be read: it holds the path ../images/")
        .hasMessageContaining("which points outside of it");
  }

  @Test
  void aTarInATarIsAFolder() throws IOException {
    Path inner = folder.resolve("n01440764.tar");
    pack(inner, BIRDS.resolve("images/001.Black_footed_Albatross"), "");
    Path outer = folder.resolve("outer.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(outer))) {
      add(tar, "train/n01440764.tar", Files.readAllBytes(inner));
      add(tar, "train/n01443537/x.jpg", new byte[] {7, 8});
      add(tar, "val/n01440764/y.jpg", new byte[] {9});
      add(tar, "val/n01443537/z.jpg", new byte[] {9});
    }

    Dataset train =
        Datasets.CATALOGUE
            .read(section("type = imagenet, complete = false, root = \"" + outer + "\""))
            .open()
            .train();
    assertThat(train.name(0)).isEqualTo("train/n01440764/Black_footed_Albatross_0001_96020.jpg");
    assertThat(train.read(0))
        .isEqualTo(
            Files.readAllBytes(
                BIRDS.resolve(
                    "images/001.Black_footed_Albatross/Black_footed_Albatross_0001_96020.jpg")));
    assertThat(train.read(train.size() - 1)).containsExactly(7, 8);
  }

  @Test
  void aTarThatPointsOutsideIsRefused() throws IOException {
    Path tar = folder.resolve("evil.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      add(out, "images/../../x.png", new byte[] {1});
    }
    assertThatThrownBy(() -> open(tar, "complete = false"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("it holds the path images/../../x.png, which points outside of it");
  }

  @Test
  void anIncompleteCopyIsRefused() {
    assertThatThrownBy(() -> open(BIRDS, ""))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "cub-200-2011 in "
                + BIRDS.toAbsolutePath()
                + ": 10 training images (expected: 5864, as published;"
                + " complete = false accepts a part)");
  }

  @Test
  void aListedFileThatIsMissingIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("Ebay_train.txt"),
        "image_id class_id super_class_id path\n1 1 1 bicycle_final/1_0.JPG\n");
    assertThatThrownBy(
            () ->
                Datasets.CATALOGUE
                    .read(section("type = stanford-online-products, root = \"" + folder + "\""))
                    .open())
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            folder
                + ": bicycle_final/1_0.JPG is missing (expected: every file that"
                + " Ebay_train.txt lists)");
  }

  @Test
  void aMillionExamplesFitInLittleMemory() {
    FileNames names = millionNames();
    long before = usedHeap();
    FileTree tree = new Synthetic(names);
    ExampleIndex.Builder builder = new ExampleIndex.Builder(tree);
    for (int f = 0; f < names.folders().size(); f++) {
      for (int file = names.firstOf(f); file < names.firstOf(f + 1); file++) {
        builder.add(file, f, names.folders().get(f));
      }
    }
    Dataset dataset = builder.build();
    assertThat(dataset.size()).isEqualTo(1_281_000);
    assertThat(dataset.name(1_280_999)).isEqualTo("n00000999/n00000999_999.JPEG");
    assertThat(usedHeap() - before).isLessThan(100L << 20);
  }

  private static FileNames millionNames() {
    java.util.Map<String, List<String>> filesOfFolder = new java.util.HashMap<>();
    for (int c = 0; c < 1000; c++) {
      String wnid = String.format("n%08d", c);
      List<String> files = new ArrayList<>();
      IntStream.range(0, 1281).forEach(i -> files.add(wnid + "_" + i + ".JPEG"));
      filesOfFolder.put(wnid, files);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    FileNames names = FileNames.of(filesOfFolder);
    // A list that grew by a fixed length would be copied thousands of times.
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(taken / names.size()).as("bytes a name, all that was ever taken").isLessThan(300L);
    assertThat(names.find("n00000500/n00000500_7.JPEG")).isPositive();
    return names;
  }

  private record Synthetic(FileNames names) implements FileTree {
    @Override
    public Path root() {
      return Path.of("synthetic");
    }

    @Override
    public FileFacts facts(int file) {
      return FileFacts.NONE;
    }

    @Override
    public byte[] read(int file) {
      return new byte[0];
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Splits open(Path root, String settings) {
    String hocon = "type = cub-200-2011, root = \"" + root + "\"\n" + settings;
    return Datasets.CATALOGUE.read(section(hocon)).open();
  }

  private static Section section(String hocon) {
    return new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
  }

  private static void pack(Path archive, Path content, String prefix) throws IOException {
    String name = archive.getFileName().toString();
    try (Stream<Path> all = Files.walk(content);
        OutputStream file = Files.newOutputStream(archive);
        OutputStream out = name.endsWith("gz") ? new GZIPOutputStream(file) : file) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      if (name.endsWith(".zip")) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
          for (Path each : files) {
            zip.putNextEntry(new ZipEntry(prefix + content.relativize(each)));
            zip.write(Files.readAllBytes(each));
          }
        }
      } else {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
          for (Path each : files) {
            add(tar, prefix + content.relativize(each), Files.readAllBytes(each));
          }
        }
      }
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
