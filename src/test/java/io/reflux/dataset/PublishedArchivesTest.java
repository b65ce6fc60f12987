package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each dataset from what its authors publish, as it was downloaded. */
class PublishedArchivesTest {
  @TempDir Path root;

  @Test
  void birdsFromTheirArchive() throws IOException {
    Path tgz = root.resolve("CUB_200_2011.tgz");
    Archives.tar(
        tgz,
        Archives.files(
            "attributes.txt",
            "CUB_200_2011/images.txt",
            "CUB_200_2011/images/001.A_bird/a.jpg",
            "CUB_200_2011/images/001.A_bird/._a.jpg",
            "CUB_200_2011/images/002.B_bird/b.jpg"));
    for (Path place : List.of(tgz, root)) {
      Splits splits = open("cub-200-2011", place);
      assertThat(items(splits.train())).containsExactly("CUB_200_2011/images/001.A_bird/a.jpg 0");
      assertThat(items(splits.test())).containsExactly("CUB_200_2011/images/002.B_bird/b.jpg 0");
      assertReads(splits.train());
    }
    assertThat(root.toFile().list()).containsExactly("CUB_200_2011.tgz");
  }

  @Test
  void carsFromTheirArchiveAndList() throws IOException {
    Archives.tar(
        root.resolve("car_ims.tgz"), Archives.files("car_ims/000001.jpg", "car_ims/000002.jpg"));
    assertThatThrownBy(() -> open("cars-196", root))
        .hasMessageEndingWith(
            " is no cars-196 (expected: cars_annos.mat, or a folder images that holds the class"
                + " folders; or what is downloaded from"
                + " http://ai.stanford.edu/~jkrause/cars/car_dataset.html: car_ims.tgz,"
                + " cars_annos.mat, of which"
                + " cars_annos.mat is missing)");
    Files.write(
        root.resolve("cars_annos.mat"),
        Archives.carAnnotations("car_ims/000001.jpg", 99, "car_ims/000002.jpg", 7));
    Splits splits = open("cars-196", root);
    assertThat(items(splits.train())).containsExactly("car_ims/000002.jpg 0");
    assertThat(splits.train().classId(0)).isEqualTo(6);
    assertThat(items(splits.test())).containsExactly("car_ims/000001.jpg 0");
    assertReads(splits.test());
  }

  @Test
  void carsByClassFolders() throws IOException {
    Path zip = root.resolve("cars196.zip");
    Archives.zip(zip, Archives.files("cars196/images/A car/1.jpg", "cars196/images/B car/2.jpg"));
    assertThat(items(open("cars-196", zip).test())).containsExactly("cars196/images/B car/2.jpg 0");
  }

  @Test
  void productsFromTheirArchive() throws IOException {
    Path zip = root.resolve("Stanford_Online_Products.zip");
    String header = "image_id class_id super_class_id path\n";
    String top = "Stanford_Online_Products/";
    Archives.zip(
        zip,
        Archives.files(
            top + "Ebay_train.txt=" + header + "1 1 1 bicycle_final/1_0.JPG\n",
            top + "Ebay_test.txt=" + header + "2 11319 1 bicycle_final/2_0.JPG\n",
            top + "bicycle_final/1_0.JPG",
            top + "bicycle_final/2_0.JPG"));
    for (Path place : List.of(zip, root)) {
      Splits splits = open("stanford-online-products", place);
      assertThat(items(splits.train())).containsExactly(top + "bicycle_final/1_0.JPG 0");
      assertThat(splits.test().classId(0)).isEqualTo(11318);
      assertReads(splits.test());
    }
  }

  @Test
  void clothesAsTheirAuthorsNestThem() throws IOException {
    String list =
        """
        3
        image_name item_id evaluation_status
        img/WOMEN/Dresses/id_00000002/02_1_front.jpg id_00000002 train
        img/MEN/Denim/id_00000080/01_1_front.jpg id_00000080 query
        img/MEN/Denim/id_00000080/01_2_side.jpg id_00000080 gallery
        """;
    Map<String, byte[]> images =
        Archives.files(
            "img/WOMEN/Dresses/id_00000002/02_1_front.jpg",
            "img/MEN/Denim/id_00000080/01_1_front.jpg",
            "img/MEN/Denim/id_00000080/01_2_side.jpg");
    String top = "In-shop Clothes Retrieval Benchmark/";
    for (String[] places :
        new String[][] {
          {"img.zip", "Eval/list_eval_partition.txt"},
          {"img.zip", "list_eval_partition.txt"},
          {top + "Img/img.zip", top + "Eval/list_eval_partition.txt"},
          {"Img/img.zip", "Eval/list_eval_partition.txt"}
        }) {
      Path copy = Files.createTempDirectory(root, "copy");
      Archives.zip(copy.resolve(places[0]), images);
      Archives.folder(copy, Map.of(places[1], list.getBytes(StandardCharsets.UTF_8)));
      // Those of the same pictures in high resolution are encrypted, and are not asked for.
      Files.writeString(copy.resolve(places[0]).resolveSibling("img_highres.zip"), "locked");
      Splits splits = open("in-shop", copy);
      assertThat(splits.train().size()).isEqualTo(1);
      assertThat(splits.test().size()).isEqualTo(2);
      assertThat(splits.other(Splits.GALLERY).orElseThrow().name(0)).endsWith("01_2_side.jpg");
      assertReads(splits.test());
    }
  }

  @Test
  void imagenetFromItsTarsAndTheDevelopmentKit() throws IOException {
    imagenetTars();
    assertThatThrownBy(() -> open("imagenet", root))
        .hasMessageEndingWith(
            ": nothing says what the validation images show (expected:"
                + " ILSVRC2012_devkit_t12.tar.gz, LOC_val_solution.csv, or a folder for each class"
                + " in val)");
    Map<String, byte[]> kit = new LinkedHashMap<>();
    kit.put(
        "ILSVRC2012_devkit_t12/data/meta.mat",
        Archives.synsets("n03443371", 0, "n01440764", 0, "n00001740", 2));
    kit.putAll(
        Archives.files(
            "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt=2\n1\n2\n"));
    Archives.tar(root.resolve("ILSVRC2012_devkit_t12.tar.gz"), kit);
    assertImagenet(open("imagenet", root), "");
  }

  @Test
  void imagenetFromItsTarsAndKagglesTable() throws IOException {
    imagenetTars();
    Files.writeString(
        root.resolve("LOC_val_solution.csv"),
        """
        ImageId,PredictionString
        ILSVRC2012_val_00000002,n03443371 85 1 499 272
        ILSVRC2012_val_00000001,n01440764 1 2 3 4 n01440764 5 6 7 8
        ILSVRC2012_val_00000003,n01440764 1 2 3 4
        """);
    assertImagenet(open("imagenet", root), "");
  }

  @Test
  void imagenetAsKaggleArrangesIt() throws IOException {
    Path zip = root.resolve("imagenet-object-localization-challenge.zip");
    String top = "ILSVRC/Data/CLS-LOC/";
    Archives.zip(
        zip,
        Archives.files(
            top + "train/n01440764/n01440764_1.JPEG",
            top + "train/n03443371/n03443371_1.JPEG",
            top + "val/ILSVRC2012_val_00000001.JPEG",
            top + "val/ILSVRC2012_val_00000002.JPEG",
            top + "val/ILSVRC2012_val_00000003.JPEG",
            top + "test/ILSVRC2012_test_00000001.JPEG",
            """
            LOC_val_solution.csv=ImageId,PredictionString
            ILSVRC2012_val_00000001,n01440764 1 2 3 4
            ILSVRC2012_val_00000002,n03443371 1 2 3 4
            ILSVRC2012_val_00000003,n01440764 1 2 3 4
            """));
    assertImagenet(open("imagenet", zip), top + "val/");
  }

  @Test
  void omniglotFromItsTwoArchives() throws IOException {
    for (String top : new String[] {"", "python/"}) {
      Path copy = Files.createTempDirectory(root, "copy");
      Archives.zip(
          copy.resolve(top + "images_background.zip"),
          Archives.files(
              "images_background/Korean/character01/1.png",
              "images_background/Greek/character02/1.png",
              "images_background/Greek/character01/1.png"));
      assertThatThrownBy(() -> open("omniglot", copy))
          .hasMessageContaining("of which images_evaluation.zip is missing");
      Archives.zip(
          copy.resolve(top + "images_evaluation.zip"),
          Archives.files("images_evaluation/Atlantean/character01/1.png"));
      Splits splits = open("omniglot", copy);
      assertThat(splits.train().classes()).isEqualTo(3);
      assertThat(splits.train().className(0)).isEqualTo("Greek/character01");
      assertThat(splits.test().size()).isEqualTo(1);
      assertReads(splits.train());
    }
  }

  @Test
  void ofMissingFilesTheFirstIsNamedAndAllAreCounted() throws IOException {
    Archives.folder(root, Archives.files("car_ims/000002.jpg"));
    Files.write(
        root.resolve("cars_annos.mat"),
        Archives.carAnnotations(
            "car_ims/000001.jpg", 1, "car_ims/000002.jpg", 7, "car_ims/000003.jpg", 8));
    assertThatThrownBy(() -> open("cars-196", root, "complete = true"))
        .hasMessage(
            root
                + ": car_ims/000001.jpg and 1 more files are missing (expected: every file that"
                + " cars_annos.mat lists)");
    assertThat(items(open("cars-196", root).train())).containsExactly("car_ims/000002.jpg 0");
  }

  private void imagenetTars() throws IOException {
    Map<String, byte[]> train = new LinkedHashMap<>();
    for (String wnid : List.of("n03443371", "n01440764")) {
      train.put(wnid + ".tar", Archives.tar(Archives.files(wnid + "_1.JPEG", wnid + "_2.JPEG")));
    }
    Archives.tar(root.resolve("ILSVRC2012_img_train.tar"), train);
    Archives.tar(
        root.resolve("ILSVRC2012_img_val.tar"),
        Archives.files(
            "ILSVRC2012_val_00000002.JPEG",
            "ILSVRC2012_val_00000001.JPEG",
            "ILSVRC2012_val_00000003.JPEG"));
  }

  /** As torchvision orders them: by class, then by name. */
  private static void assertImagenet(Splits splits, String folder) throws IOException {
    assertThat(items(splits.test()))
        .containsExactly(
            folder + "ILSVRC2012_val_00000001.JPEG 0",
            folder + "ILSVRC2012_val_00000003.JPEG 0",
            folder + "ILSVRC2012_val_00000002.JPEG 1");
    assertThat(splits.train().classes()).isEqualTo(2);
    assertThat(splits.train().className(1)).isEqualTo("n03443371");
    assertThat(splits.test().className(1)).isEqualTo("n03443371");
    assertReads(splits.train());
    assertReads(splits.test());
  }

  /** Every file here holds its path inside of its own archive. */
  private static void assertReads(Dataset dataset) throws IOException {
    for (int id = 0; id < dataset.size(); id++) {
      String content = new String(dataset.read(id), StandardCharsets.UTF_8);
      assertThat(dataset.name(id)).endsWith(content);
    }
  }

  private static List<String> items(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .mapToObj(id -> dataset.name(id) + " " + dataset.label(id))
        .toList();
  }

  private static Splits open(String type, Path place) {
    return open(type, place, "complete = false");
  }

  private static Splits open(String type, Path place, String settings) {
    String hocon = "type = " + type + ", root = \"" + place + "\", " + settings;
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
