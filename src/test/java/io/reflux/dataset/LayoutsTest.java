package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Odd copies of the layouts, with what the original dataset classes made of the same files. */
class LayoutsTest {
  private static final String HEADER = "image_id class_id super_class_id path\n";

  @TempDir Path root;

  @Test
  void productsHeldOutByClassAreCountedKindByKindAsTheyAreMet() throws IOException {
    Archives.folder(
        root,
        Archives.files(
            "Info_Files/Ebay_train.txt="
                + HEADER
                + "1 4 2 sofa_final/4_0.JPG\n2 3 2 sofa_final/3_0.JPG\n"
                + "3 2 1 chair_final/2_0.JPG\n4 1 1 chair_final/1_0.JPG\n",
            "Info_Files/Ebay_test.txt=" + HEADER + "5 9 1 chair_final/9_0.JPG\n",
            "images/sofa_final/4_0.JPG",
            "images/sofa_final/3_0.JPG",
            "images/chair_final/2_0.JPG",
            "images/chair_final/1_0.JPG",
            "images/chair_final/9_0.JPG"));
    Splits half =
        open("stanford-online-products", "validation { by = classes, train-share = 0.5 }");
    assertThat(items(half.train()))
        .containsExactly("images/sofa_final/3_0.JPG 0", "images/chair_final/1_0.JPG 1");
    assertThat(items(half.other(Splits.VALIDATION).orElseThrow()))
        .containsExactly("images/sofa_final/4_0.JPG 0", "images/chair_final/2_0.JPG 1");
    Splits all = open("stanford-online-products", "");
    assertThat(items(all.train()))
        .containsExactly(
            "images/chair_final/1_0.JPG 0",
            "images/chair_final/2_0.JPG 1",
            "images/sofa_final/3_0.JPG 2",
            "images/sofa_final/4_0.JPG 3");
    assertThat(items(all.other("super-classes").orElseThrow()))
        .containsExactly(
            "images/chair_final/2_0.JPG 0",
            "images/chair_final/1_0.JPG 0",
            "images/sofa_final/4_0.JPG 1",
            "images/sofa_final/3_0.JPG 1");
  }

  @Test
  void labelRelaxationKeepsTheProductsOfItsRanges() throws IOException {
    Archives.folder(
        root,
        Archives.files(
            "Ebay_train.txt=" + HEADER + "1 1 1 a_final/1_0.JPG\n2 11319 1 a_final/2_0.JPG\n",
            "Ebay_test.txt=" + HEADER + "3 7 1 a_final/3_0.JPG\n4\t22634   1 a_final/4_0.JPG\n",
            "a_final/1_0.JPG",
            "a_final/2_0.JPG",
            "a_final/3_0.JPG",
            "a_final/4_0.JPG"));
    Splits splits = open("stanford-online-products", "layout = label-relaxation");
    assertThat(items(splits.train())).containsExactly("a_final/1_0.JPG 0");
    assertThat(items(splits.test())).containsExactly("a_final/4_0.JPG 0");
    assertThat(open("stanford-online-products", "").test().size()).isEqualTo(2);
  }

  @Test
  void birdsWithOddNames() throws IOException {
    Archives.folder(
        root,
        Archives.files(
            "images/10.Ten/ß ü.JPG",
            "images/10.Ten/z._z.jpg",
            "images/10.Ten/._z.jpg",
            "images/10.Ten/x.WEBP",
            "images/10.Ten/noext",
            "images/9.Ni.ne/jpg",
            "images/9.Ni.ne/y.tiff"));
    Splits s2sd = open("cub-200-2011", "layout = s2sd, extensions = []");
    assertThat(items(s2sd.train()))
        .containsExactly("images/9.Ni.ne/jpg 0", "images/9.Ni.ne/y.tiff 0");
    assertThat(s2sd.train().className(0)).isEqualTo("ne");
    assertThat(items(s2sd.test()))
        .containsExactly(
            "images/10.Ten/noext 0", "images/10.Ten/x.WEBP 0", "images/10.Ten/ß ü.JPG 0");
    // By torchvision's endings, by rank, and only names that begin with "._" are left out.
    assertThat(items(open("cub-200-2011", "layout = label-relaxation").train()))
        .containsExactly(
            "images/10.Ten/x.WEBP 0",
            "images/10.Ten/z._z.jpg 0",
            "images/10.Ten/ß ü.JPG 0",
            "images/9.Ni.ne/y.tiff 1");
    Archives.folder(root, Archives.files("images/09.Again/a.jpg"));
    assertThatThrownBy(() -> open("cub-200-2011", "layout = s2sd"))
        .hasMessageEndingWith(
            ": folders images/09.Again and 9.Ni.ne have the same number (expected: one folder a"
                + " class)");
  }

  @Test
  void imagenetCountsHiddenFilesOnlyIfAsked() throws IOException {
    Archives.folder(
        root,
        Archives.files(
            "train/n00000001/._a.JPEG",
            "train/n00000001/a.JPEG",
            "train/n00000001/deep/er/b.png",
            "val/n00000001/c.webp"));
    assertThat(items(open("imagenet", "").train()))
        .containsExactly("train/n00000001/a.JPEG 0", "train/n00000001/deep/er/b.png 0");
    assertThat(items(open("imagenet", "hidden = true").train()))
        .containsExactly(
            "train/n00000001/._a.JPEG 0",
            "train/n00000001/a.JPEG 0",
            "train/n00000001/deep/er/b.png 0");
  }

  private static List<String> items(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .mapToObj(id -> dataset.name(id) + " " + dataset.label(id))
        .toList();
  }

  private Splits open(String type, String settings) {
    String hocon = "type = " + type + ", complete = false, root = \"" + root + "\"\n" + settings;
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
