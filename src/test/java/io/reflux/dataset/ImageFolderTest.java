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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final Path QUICKSTART = Path.of("pipelines/data/quickstart.zip");

  @TempDir Path folder;

  @Test
  void readsTheQuickstartFromItsArchive() throws IOException {
    Splits splits = recipe("root = \"" + QUICKSTART + "\"").open();

    assertThat(splits.train().size()).isEqualTo(648);
    assertThat(splits.test().size()).isEqualTo(648);
    assertThat(splits.train().classes()).isEqualTo(27);
    assertThat(splits.train().className(0)).isEqualTo("01.upper_S");
    assertThat(splits.test().name(0)).startsWith("images/28.").endsWith("/01.Cabin-Bold.png");
    assertThat(splits.train().label(24)).isEqualTo(1);
    assertThat(splits.test().read(647)).startsWith(0x89, 'P', 'N', 'G');
    assertThat(Files.size(QUICKSTART)).isLessThan(3_000_000);
  }

  @Test
  void dividesClassesInHalvesWithoutATable() throws IOException {
    files("b/2.jpg", "b/10.JPG", "a/x/1.png", "a/1.png", "c/1.jpg", "c/notes.txt", ".git/1.jpg");

    Splits splits = recipe("").open();

    assertThat(splits.train().classes()).isEqualTo(1);
    assertThat(names(splits.train())).containsExactly("a/1.png", "a/x/1.png");
    assertThat(names(splits.test())).containsExactly("b/10.JPG", "b/2.jpg", "c/1.jpg");
    assertThat(splits.test().labels()).containsExactly(0, 0, 1);
  }

  @Test
  void foldersOfPartsAreRecognisedWhereTheyAreAllThereIs() throws IOException {
    files("Train/a/1.png", "Train/b/1.png", "val/a/2.png", "val/c/2.png");
    Splits splits = recipe("").open();
    assertThat(names(splits.train())).containsExactly("Train/a/1.png", "Train/b/1.png");
    assertThat(names(splits.test())).containsExactly("val/a/2.png", "val/c/2.png");
    assertThat(splits.test().className(1)).isEqualTo("c");
    assertThat(splits.others()).isEmpty();
    files("test/a/3.png");
    assertThat(names(recipe("").open().test())).containsExactly("test/a/3.png");
    assertThat(names(recipe("").open().other("validation").orElseThrow())).hasSize(2);
  }

  @Test
  void foldersThatMayBeClassesArePartsOnlyIfAskedFor() throws IOException {
    files("train/a/1.png", "test/a/2.png", "bus/a/3.png");
    assertThat(recipe("").open().test().classes()).isEqualTo(2);
    assertThat(names(recipe("split.by = folders").open().test())).containsExactly("test/a/2.png");
    assertThat(recipe("split.by = halves").open().train().classes()).isEqualTo(1);
  }

  @Test
  void partsThatAreNotThereAreNamed() throws IOException {
    files("train/1.png", "val/2.png");
    assertThatThrownBy(() -> recipe("labels = folders, split.by = folders").open())
        .hasMessage(
            "root: " + folder + "/train has no class folders (expected: one folder a class)");
    files("images/a/1.png");
    assertThatThrownBy(() -> recipe("split.by = folders").open())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("split.by: folders (expected: a folder train, and a folder test");
  }

  @Test
  void takesTheSplitFromAnyColumnAndLimitsClasses() throws IOException {
    files("images/a/1.png", "images/b/1.png", "images/c/1.png", "images/d/1.png");
    Files.writeString(
        folder.resolve("split.csv"),
        """
        class_folder,split,official
        d,train,evaluation
        c,train,evaluation
        b,test,background
        a,test,evaluation
        """);

    Splits splits = recipe("split { column = official, max-test-classes = 2 }").open();

    assertThat(names(splits.train())).containsExactly("images/b/1.png");
    assertThat(names(splits.test())).containsExactly("images/d/1.png", "images/c/1.png");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThatThrownBy(() -> recipe("root = \"/no/such/place\"").open())
        .isInstanceOf(DatasetException.class)
        .hasMessage("root: /no/such/place does not exist (expected: %s)".formatted(FileTree.KINDS));
    assertThatThrownBy(() -> recipe("").open())
        .hasMessage("root: " + folder + " has no class folders (expected: one folder a class)");

    files("images/b/notes.txt");
    assertThatThrownBy(() -> recipe("").open())
        .hasMessageStartingWith(
            "root: %s/images has no image in any of its 1 folders (expected: files of bmp,"
                .formatted(folder));

    files("images/a/1.png");
    Files.writeString(folder.resolve("split.csv"), "class_folder,split\na,train\nb,test\n");
    assertThatThrownBy(() -> recipe("").open())
        .hasMessageContaining("class folder b holds no image (expected: at least one file of bmp,");
    Files.writeString(folder.resolve("split.csv"), "class_folder,split\na,train\nz,test\n");
    assertThatThrownBy(() -> recipe("").open())
        .hasMessage(folder + "/images: 1 class folders of split.csv are missing, the first is z");
    assertThatThrownBy(() -> recipe("split { column = official }").open())
        .hasMessage(folder + "/split.csv: no column official (its columns: class_folder, split)");
  }

  @Test
  void aFolderWithoutAnImageIsNoClass() throws IOException {
    files("README/README.md", "a/1.png", "a/README.md", "b/1.png", "docs/deep/README.md");
    Splits splits = recipe("").open();
    assertThat(splits.train().className(0)).isEqualTo("a");
    assertThat(splits.test().className(0)).isEqualTo("b");
    assertThat(splits.train().size() + splits.test().size()).isEqualTo(2);
  }

  @Test
  void refusesAnArchiveThatPointsOutsideOfItself() throws IOException {
    for (String evil : new String[] {"a/../../x.png", "/etc/x.png", "..\\x.png", "C:/x.png"}) {
      Path zip = folder.resolve("evil.zip");
      archive(zip, "a/1.png", evil);
      assertThatThrownBy(() -> recipe("root = \"" + zip + "\"").open())
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("it holds the path " + evil + ", which points outside of it");
    }
    assertThat(folder.toFile().list()).containsExactly("evil.zip");
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    Path zip = Files.writeString(folder.resolve("text.zip"), "not a zip");
    assertThatThrownBy(() -> recipe("root = \"" + zip + "\"").open())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("root: " + zip + " cannot be read: ");
  }

  private DatasetRecipe recipe(String hocon) {
    Problems problems = new Problems();
    String text = "type = image-folder\nroot = \"" + folder + "\"\n" + hocon;
    DatasetRecipe recipe =
        Datasets.CATALOGUE.read(
            new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "", problems));
    assertThat(problems.all()).isEmpty();
    return recipe;
  }

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
  }

  private static void archive(Path zip, String... paths) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (String path : paths) {
        entries.putNextEntry(new ZipEntry(path));
        entries.write(1);
      }
    }
  }

  private static String[] names(Dataset dataset) {
    return java.util.stream.IntStream.range(0, dataset.size())
        .mapToObj(dataset::name)
        .toArray(String[]::new);
  }
}
