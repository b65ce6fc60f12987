package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits by images and by a share of classes, and images that have no labels. */
class DividedFoldersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0.8, 8", "0.75, 8", "0.5, 5", "0.01, 1", "0.99, 9"})
  void theShareOfEachClassTrains(double share, int training) throws IOException {
    classes(3, 10);
    Splits splits = open("split { by = images, share = %s }".formatted(share));
    int[] trained = new int[3];
    Arrays.stream(splits.train().labels()).forEach(label -> trained[label]++);
    assertThat(trained).containsOnly(training);
    Set<String> all = new HashSet<>(names(splits.train()));
    all.addAll(names(splits.test()));
    assertThat(all).hasSize(30);
    assertThat(splits.train().size() + splits.test().size()).isEqualTo(30);
    assertThat(splits.rule()).contains(" of the images of each class train, by lot (seed 0)");
  }

  @Test
  void theSeedDrawsAndTheNameDecides() throws IOException {
    classes(2, 20);
    List<String> before = names(open("split.by = images").test());
    assertThat(names(open("split.by = images").test())).isEqualTo(before);
    assertThat(names(open("split { by = images, seed = 1 }").test())).isNotEqualTo(before);
    files("c0/more.png", "c1/more.png");
    List<String> after = names(open("split.by = images").test());
    after.retainAll(before);
    assertThat(after).as("an image more moves one of a class at most").hasSizeGreaterThan(5);
  }

  @Test
  void bothPartsCountClassesAlike() throws IOException {
    files("a/1.png", "b/1.png", "b/2.png", "c/1.png", "c/2.png");
    Splits splits = open("split.by = images");
    assertThat(splits.train().classes()).isEqualTo(3);
    assertThat(splits.test().size()).isEqualTo(2);
    for (int id = 0; id < 2; id++) {
      assertThat(splits.test().name(id))
          .startsWith(splits.train().className(splits.test().label(id)));
    }
  }

  @Test
  void classesOfOneImageCantBeDivided() throws IOException {
    files("a/1.png", "b/1.png");
    assertThatThrownBy(() -> open("split.by = images"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "root: "
                + folder
                + " has no class of two images (expected: one, for split.by = images to divide)");
  }

  @ParameterizedTest
  @CsvSource({"0.8, 8", "0.5, 5", "0.01, 1", "0.99, 9"})
  void theFirstShareOfTheClassesTrains(double share, int training) throws IOException {
    classes(10, 2);
    Splits splits = open("split { by = classes, share = %s }".formatted(share));
    assertThat(splits.train().classes()).isEqualTo(training);
    assertThat(splits.test().classes()).isEqualTo(10 - training);
    assertThat(splits.rule())
        .isEqualTo(
            "the first share of the class folders trains (%d of 10), the others test"
                .formatted(training));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-0.5", "1.5", "\"half\""})
  void aShareOfNothingIsRefused(String share) {
    Problems problems = new Problems();
    recipe("split.share = " + share, problems);
    assertThat(problems.all()).hasSize(1);
    assertThat(problems.all().get(0).toString()).contains("split.share: " + share + " (expected: ");
  }

  @Test
  void everyRuleIsNamed() throws IOException {
    classes(4, 2);
    assertThat(open("").rule())
        .isEqualTo("the first half of the class folders trains (2 of 4), the others test");
    assertThat(open("split.by = none").rule()).startsWith("undivided");
    files("split.csv=class_folder,split\nc0,train\nc1,test\n");
    assertThat(open("").rule()).isEqualTo("by the table split.csv");
  }

  @Test
  void foldersOfPartsAreNamed() throws IOException {
    files("train/a/1.png", "train/b/1.png", "val/a/2.png", "test/a/3.png");
    assertThat(open("").rule())
        .isEqualTo("by folder: train trains, test tests, val is for validation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.png 2.png 3.png",
        "2026/05/1.png 2026/06/2.png 2026/06/3.png",
        "2026-05/1.png 2026-06/2.png 2027-01/3.png",
        "20260531/1.png 2026_06_01/2.png 2026.06.02/3.png",
        "all/1.png all/2.png all/deep/3.png"
      })
  void imagesWithoutLabelsAreRecognised(String paths) throws IOException {
    files(paths.split(" "));
    Splits splits = open("");
    assertThat(splits.train().labelled()).isFalse();
    assertThat(splits.train().size()).isEqualTo(3);
    assertThat(splits.test().size()).isEqualTo(3);
    assertThat(splits.rule())
        .isEqualTo("no labels: all images train, 3 of them, spread evenly, test");
  }

  @Test
  void whatIsSaidOfLabelsCounts() throws IOException {
    files("a/1.png", "b/2.png", "b/x/3.png", ".thumbs/4.png", "b/._5.png", "notes.txt");
    assertThat(open("").train().labelled()).isTrue();
    assertThat(names(open("labels = none").train()))
        .containsExactly("a/1.png", "b/2.png", "b/x/3.png");
    assertThat(open("split { by = halves }").test().className(0)).isEqualTo("b");
    files("2026/1.png", "2027/2.png");
    Splits dated = open("root = \"%s\", labels = folders".formatted(folder));
    assertThat(dated.train().labelled()).isTrue();
  }

  @Test
  void withoutLabelsPartsAndSharesHoldToo() throws IOException {
    files("train/1.png", "train/2.png", "val/3.png");
    Splits parts = open("");
    assertThat(parts.train().labelled()).isFalse();
    assertThat(names(parts.test())).containsExactly("val/3.png");
    assertThat(parts.rule()).isEqualTo("no labels, by folder: train trains, val tests");
    Splits share = open("labels = none, split { by = images, share = 0.67 }");
    assertThat(share.train().size()).isEqualTo(2);
    assertThat(share.test().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"4, 4", "10, 10", "0, 10", "99, 10"})
  void someImagesSpreadEvenlyTest(int most, int tested) throws IOException {
    files(IntStream.range(0, 10).mapToObj(i -> i + ".png").toArray(String[]::new));
    Dataset test = open("split.max-test-images = " + most).test();
    assertThat(test.size()).isEqualTo(tested);
    assertThat(test.name(tested - 1)).isEqualTo("9.png");
  }

  @Test
  void anArchiveOfImagesAlone() throws IOException {
    Path zip = folder.resolve("flat.zip");
    Archives.zip(zip, Archives.files("x/1.jpg", "x/2.jpg", "__MACOSX/x/._1.jpg"));
    Splits splits = open("root = \"%s\"".formatted(zip));
    assertThat(splits.train().labelled()).isFalse();
    assertThat(names(splits.train())).containsExactly("x/1.jpg", "x/2.jpg");
  }

  private void classes(int count, int each) throws IOException {
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < each; i++) {
        files("c%d/%02d.png".formatted(c, i));
      }
    }
  }

  private void files(String... paths) throws IOException {
    Archives.folder(folder, Archives.files(paths));
  }

  private Splits open(String hocon) {
    Problems problems = new Problems();
    DatasetRecipe recipe = recipe(hocon, problems);
    assertThat(problems.all()).isEmpty();
    return recipe.open();
  }

  private DatasetRecipe recipe(String hocon, Problems problems) {
    String text = "type = image-folder\nroot = \"" + folder + "\"\n" + hocon;
    return Datasets.CATALOGUE.read(
        new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "", problems));
  }

  private static List<String> names(Dataset dataset) {
    return new ArrayList<>(IntStream.range(0, dataset.size()).mapToObj(dataset::name).toList());
  }
}
