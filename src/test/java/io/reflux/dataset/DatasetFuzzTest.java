package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.Campaign;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, class lists and archives from anywhere: a dataset, or one sentence why not. */
class DatasetFuzzTest {
  private static final Map<String, byte[]> PICTURES =
      Archives.files("images/a/1.jpg", "images/b/2.jpg", "images/c/3.jpg", "images/d/4.jpg");
  private static final List<String> PATHS =
      List.of(
          "../",
          "/",
          "\\",
          "\0",
          "images/",
          "a/b/c/d/",
          ".tar",
          "ustar",
          "PK\1\2",
          "PK\3\4",
          "-> ");

  @TempDir Path folder;
  private int number;

  @Test
  void tables() throws Exception {
    tablesFuzz().few(1200);
    listsFuzz().few(1000);
  }

  @Test
  void archives() throws Exception {
    archivesFuzz(".tar").few(1500);
    archivesFuzz(".zip").few(1500);
    archivesFuzz(".tgz").few(500);
  }

  @Test
  @Campaign
  void manyTables() throws Exception {
    tablesFuzz().many(1200);
    listsFuzz().many(1000);
  }

  @Test
  @Campaign
  void manyArchives() throws Exception {
    archivesFuzz(".tar").many(1500);
    archivesFuzz(".zip").many(1500);
    archivesFuzz(".tgz").many(500);
  }

  private Fuzz tablesFuzz() throws IOException {
    Archives.folder(folder.resolve("table"), PICTURES);
    String table = "class_folder,split,images\na,train,1\n\"b\",train,1\nc,test,1\nd,test,1\n";
    return new Fuzz(
        "tables",
        new Mutations(
            List.of(table.getBytes(StandardCharsets.UTF_8)),
            List.of(",", "\"", "\n", "\r", "class_folder", "split", "train", "test", "a")),
        input -> {
          Files.write(folder.resolve("table/split.csv"), input);
          use(open("image-folder", folder.resolve("table")));
        },
        DatasetException.class::isInstance);
  }

  /** Lists of files and of classes, as Stanford Online Products has them. */
  private Fuzz listsFuzz() throws IOException {
    Path root = folder.resolve("list");
    String header = "image_id class_id super_class_id path\n";
    String rows =
        "1 1 1 bicycle_final/1.JPG\n2 1 1 bicycle_final/2.JPG\n3 2 1 bicycle_final/3.JPG\n";
    Archives.folder(
        root,
        Archives.files(
            "bicycle_final/1.JPG",
            "bicycle_final/2.JPG",
            "bicycle_final/3.JPG",
            "Ebay_train.txt=" + header + rows,
            "Ebay_test.txt=" + header + rows));
    return new Fuzz(
        "lists",
        new Mutations(
            List.of((header + rows).getBytes(StandardCharsets.UTF_8)),
            List.of(
                " ", "\n", "\t", "-1", "99999999999", "bicycle_final/1.JPG", "../x", "image_id")),
        input -> {
          Files.write(root.resolve("Ebay_train.txt"), input);
          use(open("stanford-online-products", root));
        },
        DatasetException.class::isInstance);
  }

  private Fuzz archivesFuzz(String ending) throws IOException {
    Path sample = folder.resolve("sample" + ending);
    if (ending.equals(".zip")) {
      Archives.zip(sample, PICTURES);
    } else {
      Archives.tar(sample, PICTURES);
    }
    return new Fuzz(
        "archives" + ending,
        new Mutations(List.of(Files.readAllBytes(sample)), PATHS),
        input -> {
          Path path = Files.write(folder.resolve(number++ + ending), input);
          try {
            use(open("image-folder", path));
          } finally {
            Files.delete(path);
          }
        },
        DatasetException.class::isInstance);
  }

  /** What is inside may be damaged, but nothing else may happen to it. */
  private static void use(Splits splits) {
    for (Dataset part : List.of(splits.train(), splits.test())) {
      assertThat(part.labels()).hasSize(part.size());
      for (int id = 0; id < part.size(); id++) {
        try {
          assertThat(part.read(id).length).isLessThan(1 << 20);
        } catch (IOException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  private static Splits open(String dataset, Path root) {
    String settings = "type = " + dataset + ", root = \"" + root + "\", complete = false";
    String hocon =
        dataset.equals("image-folder") ? settings.replace(", complete = false", "") : settings;
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
