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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of images: whose columns, whose paths, what is wrong with them. */
class TableTest {
  private static final String OML =
      """
      label,path,split,is_query,is_gallery,category
      1007,p/a.png,train,,,toys
      7,p/b.png,train,,,toys
      3007,p/c.png,validation,True,False,toys
      3007,p/d.png,validation,False,True,toys
      2007,p/e.png,validation,True,False,toys
      2007,"p/f, g.png",validation,False,True,toys
      """;
  private static final String[] PICTURES = {
    "p/a.png", "p/b.png", "p/c.png", "p/d.png", "p/e.png", "p/f, g.png"
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"folder", "table", "x.zip", "x.tar", "x.tgz"})
  void openMetricLearningsFormatIsReadAsItIs(String kind) throws IOException {
    Splits splits = open(oml(kind, OML), "");
    assertThat(names(splits.train())).containsExactly("p/a.png", "p/b.png");
    assertThat(splits.train().className(0)).isEqualTo("7");
    assertThat(splits.train().labels()).containsExactly(1, 0);
    assertThat(splits.test().size()).isEqualTo(4);
    assertThat(names(splits.other("query").orElseThrow())).containsExactly("p/c.png", "p/e.png");
    Dataset gallery = splits.other("gallery").orElseThrow();
    assertThat(names(gallery)).containsExactly("p/d.png", "p/f, g.png");
    assertThat(gallery.className(gallery.label(1))).isEqualTo("2007");
    assertThat(gallery.read(1)).asString(StandardCharsets.UTF_8).isEqualTo("p/f, g.png");
    assertThat(splits.rule()).isEqualTo("by column split of the table");
  }

  private Path oml(String kind, String table) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(Archives.files(PICTURES));
    files.put("df.csv", table.getBytes(StandardCharsets.UTF_8));
    Path archive = folder.resolve(kind);
    if (kind.endsWith(".zip")) {
      Archives.zip(archive, files);
    } else if (kind.startsWith("x.")) {
      Archives.tar(archive, files);
    } else {
      Archives.folder(folder, files);
      return kind.equals("table") ? folder.resolve("df.csv") : folder;
    }
    return archive;
  }

  @Test
  void rowsThatAreQueryAndGalleryAreAmongThemselves() throws IOException {
    Splits splits =
        open(oml("folder", OML.replace("True,False", "1,1").replace("False,True", "1,1")), "");
    assertThat(splits.test().size()).isEqualTo(4);
    assertThat(splits.others()).isEmpty();
    Path some = oml("folder", OML.replaceFirst("True,False", "True,True"));
    assertThatThrownBy(() -> open(some, ""))
        .hasMessageContaining(
            "1 rows are query and gallery at once, 3 are one of them (expected: all or none)");
  }

  @ParameterizedTest
  @CsvSource({"',', t.csv", "';', t.csv", "'\t', t.tsv", "'\t', t.csv"})
  void columnsOfAnyNamesAndSeparators(String separator, String name) throws IOException {
    Archives.folder(folder, Archives.files("ä b.png", "c.png", "d.png"));
    String text =
        "\uFEFFwhat;Bild;Teil\r\nHund;ä b.png;a\r\n\r\n\"Kat\"\"ze\";c.png;b\r\nHund; d.png ;c";
    Files.writeString(folder.resolve(name), text.replace(";", separator));
    Splits splits =
        open(
            folder,
            "columns { path = Bild, label = what, split = Teil }, split { train-values = [a],"
                + " test-values = [b], validation-values = [c] }");
    assertThat(names(splits.train())).containsExactly("ä b.png");
    assertThat(splits.test().className(0)).isEqualTo("Kat\"ze");
    assertThat(names(splits.other("validation").orElseThrow())).containsExactly("d.png");
  }

  @Test
  void pathsMayBeAbsoluteAndLieAnywhere() throws IOException {
    Archives.folder(folder, Archives.files("far/a.png", "far/b.png", "here/c.png"));
    Path table = folder.resolve("here/t.csv");
    Files.writeString(
        table,
        "path,label\n%s,x\n../far/b.png,y\nc.png,z\n".formatted(folder.resolve("far/a.png")));
    Splits splits = open(table, "split.by = none");
    assertThat(splits.train().size()).isEqualTo(3);
    assertThat(splits.train().location(0)).isEqualTo(folder.resolve("far/a.png").toString());
    assertThat(splits.train().read(1)).asString().isEqualTo("far/b.png");
    Files.writeString(table, "path,label\n%s,x\n".formatted(folder.resolve("here/c.png")));
    assertThat(open(table, "split.by = none").train().name(0)).isEqualTo("c.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.png", "/etc/passwd", "C:/x.png", "a/../../x.png"})
  void aTableInAnArchiveReadsNothingOutsideOfIt(String path) throws IOException {
    Path zip = folder.resolve("evil.zip");
    Map<String, byte[]> files = new LinkedHashMap<>(Archives.files("p/a.png"));
    files.put(
        "t.csv", ("path,label\n" + path + ",x\np/a.png,y\n").getBytes(StandardCharsets.UTF_8));
    Archives.zip(zip, files);
    assertThatThrownBy(() -> open(zip, "complete = false"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("it holds the path " + path + ", which points outside of it");
  }

  @Test
  void boxesAreRegionsAndOfOneImageThereMayBeSeveral() throws IOException {
    Archives.folder(folder, Archives.files("a.png", "b.png"));
    Files.writeString(
        folder.resolve("t.csv"),
        """
        path,label,x_1,x_2,y_1,y_2
        a.png,x,1,11,2,22
        a.png,y,0.5,3.2,0,4
        b.png,x,,,,
        b.png,y,nan,NaN,nan,nan
        """);
    Dataset train = open(folder, "split.by = none").train();
    assertThat(train.region(0)).contains(new Region(1, 2, 11, 22));
    assertThat(train.region(1)).contains(new Region(0, 0, 4, 4));
    assertThat(train.region(2)).isEmpty();
    assertThat(names(train))
        .containsExactly("a.png[1,2,11,22]", "a.png[0,0,4,4]", "b.png", "b.png");
    assertThat(train.location(1)).endsWith("a.png");
    Dataset tested = open(folder, "split { by = classes }").test();
    assertThat(tested.region(0)).contains(new Region(0, 0, 4, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5,5,1,9|row 1, x_2: 5 (expected: more than the border before it)",
        "-1,5,1,9|row 1, x_1: -1 (expected: a number of pixels, from 0)",
        "a,5,1,9|row 1, x_1: a (expected: a number of pixels, from 0)",
        "1,nan,1,9|row 1, x_2: nan (expected: a number of pixels, from 0)",
        "1,1e300,1,9|row 1, x_2: 1e300 (expected: a number of pixels, from 0)"
      })
  void boxesThatAreNoneAreNamed(String box, String sentence) throws IOException {
    Archives.folder(folder, Archives.files("a.png"));
    Files.writeString(folder.resolve("t.csv"), "path,label,x_1,x_2,y_1,y_2\na.png,x," + box + "\n");
    assertThatThrownBy(() -> open(folder, "split.by = none"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(folder + "/t.csv: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "path,label|1 rows (expected: a header and at least one)",
        "file,label;a.png,x|no column path (its columns: file, label; columns.path names another)",
        "path,class;a.png,x|no column label (its columns: path, class; columns.label names"
            + " another)",
        "path,label;a.png|row 1 has 1 cells (expected: 2, as the header)",
        "path,label;a.png,\"x|row 1: a quote is never closed (expected: one before the end",
        "path,label;a.png,|row 1, label:  (expected: a label; columns.label = none reads",
        "path,label;b.png,x;c.png,x;a.png,x|b.png and 1 more files are missing (expected: every"
            + " file",
        "path,label,split;a.png,x,dev|no row with split train (expected: at least one; it says"
            + " dev)",
        "path,label,split,is_query,is_gallery;a.png,x,train,,;a.png,x,test,maybe,1|row 2, is_query:"
            + " maybe (expected: true or false, or nothing)"
      })
  void whatIsWrongIsNamed(String table, String sentence) throws IOException {
    Archives.folder(folder, Archives.files("a.png"));
    Files.writeString(folder.resolve("t.csv"), table.replace(';', '\n'));
    assertThatThrownBy(() -> open(folder, ""))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(folder + "/t.csv: ")
        .hasMessageContaining(sentence);
  }

  @Test
  void aTableOfParquetIsRefusedWithTheLineThatConvertsIt() throws IOException {
    Path table = Files.writeString(folder.resolve("my table.parquet"), "PAR1");
    assertThatThrownBy(() -> open(table, ""))
        .hasMessage(
            ("root: %1$s/my table.parquet is Parquet (expected: a .csv or .tsv file, as by python3 -c"
                    + " 'import pandas, sys;"
                    + " pandas.read_parquet(sys.argv[1]).to_csv(sys.argv[2], index=False)'"
                    + " '%1$s/my table.parquet' '%1$s/my table.csv')")
                .formatted(folder));
    assertThatThrownBy(() -> open(folder, "file = t.parquet"))
        .hasMessageStartingWith("file: t.parquet is Parquet (expected: a .csv or .tsv file");
  }

  @Test
  void whichTableMustBeClear() throws IOException {
    Archives.folder(folder, Archives.files("a.png"));
    assertThatThrownBy(() -> open(folder, ""))
        .hasMessage(
            "root: %s holds no table (expected: one .csv or .tsv file; file names it)"
                .formatted(folder));
    Files.writeString(folder.resolve("t.csv"), "path,label\na.png,x\n");
    Files.writeString(folder.resolve("u.tsv"), "path\tlabel\na.png\tx\n");
    assertThatThrownBy(() -> open(folder, "")).hasMessageContaining("holds tables t.csv, u.tsv");
    assertThat(open(folder, "file = u.tsv, split.by = none").test().size()).isEqualTo(1);
  }

  @Test
  void withoutASplitHalfOfTheClassesTrains() throws IOException {
    Archives.folder(folder, Archives.files("a.png", "b.png", "c.png", "d.png"));
    Files.writeString(
        folder.resolve("t.csv"), "path,label\na.png,10\nb.png,9\nc.png,10\nd.png,100\n");
    Splits splits = open(folder, "");
    assertThat(splits.rule()).isEqualTo("the first 2 of 3 classes train, the others test");
    assertThat(names(splits.test())).containsExactly("d.png");
    assertThat(splits.train().className(0)).isEqualTo("9");
    Splits lots = open(folder, "split.by = images");
    assertThat(lots.train().size() + lots.test().size()).isEqualTo(4);
    Splits unlabelled = open(folder, "columns.label = none");
    assertThat(unlabelled.train().labelled()).isFalse();
    assertThat(unlabelled.train().size()).isEqualTo(4);
  }

  @Test
  void whatIsMissingMayBeLeftOut() throws IOException {
    Archives.folder(folder, Archives.files("a.png"));
    Files.writeString(folder.resolve("t.csv"), "path,label\na.png,x\nb.png,y\n");
    Splits splits = open(folder, "complete = false, split.by = none");
    assertThat(names(splits.train())).containsExactly("a.png");
    Files.delete(folder.resolve("a.png"));
    assertThatThrownBy(() -> open(folder, "complete = false, split.by = none"))
        .hasMessageContaining("a.png and 1 more files are missing");
  }

  private static Splits open(Path root, String hocon) {
    Problems problems = new Problems();
    String text = "type = table\nroot = \"" + root + "\"\n" + hocon;
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
