package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.cli.CaseFolder.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reflux data}: what it finds in a small dataset with every kind of thing in it. */
class DataCommandTest {
  @TempDir Path root;
  private CaseFolder folder;

  @BeforeEach
  void begin() throws IOException {
    folder = new CaseFolder(root);
    folder.pictures("data", List.of("a", "b & <b>", "c", "d"), 3);
    Files.copy(folder.at("data/a/000.png"), folder.at("data/b & <b>/copy.png"));
    Files.copy(folder.at("data/a/001.png"), folder.at("data/d/copy.png"));
    Files.copy(folder.at("data/c/001.png"), folder.at("data/c/copy.png"));
    Files.write(folder.at("data/d/broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Files.delete(folder.at("data/c/000.png"));
  }

  @Test
  void tellsWhatThereIs() {
    Said said = folder.reflux("data", folder.at("data").toString());
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    assertThat(said.out().lines().map(String::strip))
        .contains(
            "divided     the first half of the class folders trains (2 of 4), the others test",
            "pixels      24×24 to 24×24, 24×24 in the middle; shortest side 24",
            "unreadable  1",
            "copies      3 images come more than once, 1 of them in several parts, 2 under several"
                + " labels",
            "train a/000.png = train b & <b>/copy.png",
            "train a/001.png = test d/copy.png",
            "test c/001.png = test c/copy.png")
        .anyMatch(line -> line.startsWith("train       7 images of 2 classes, 3 to 4 of each, "))
        .anyMatch(line -> line.startsWith("test        8 images of 2 classes, 3 to 5 of each, "))
        .anyMatch(line -> line.startsWith("d/broken.png: damaged png file"));
  }

  @Test
  void foldersWithoutAnythingInsideAreTold() throws IOException {
    Files.createDirectories(folder.at("data/nothing/inside"));
    Files.createDirectories(folder.at("data/.hidden"));
    Said said = folder.reflux("data", "--names-only", folder.at("data").toString());
    assertThat(said.all())
        .contains("/data: 1 folders hold no image and are no classes, the first is nothing");
  }

  @Test
  void picturesThatNobodyReadsAreTold() throws IOException {
    Files.writeString(folder.at("data/a/IMG_1.HEIC"), "x");
    Files.writeString(folder.at("data/c/scan.jxl"), "x");
    Files.writeString(folder.at("data/c/._scan.jxl"), "x");
    Files.createDirectories(folder.at("data/__MACOSX/a"));
    Files.writeString(folder.at("data/__MACOSX/a/IMG_1.HEIC"), "x");
    Said said = folder.reflux("data", "--names-only", folder.at("data").toString());
    assertThat(said.all())
        .contains(
            "/data: left out: 2 pictures of kinds that are not read (heic, jxl), the first is"
                + " a/IMG_1.HEIC");
    Files.createDirectories(folder.at("only/a"));
    Files.writeString(folder.at("only/a/IMG_1.HEIC"), "x");
    assertThat(folder.reflux("data", "--names-only", folder.at("only").toString()).all())
        .contains(
            "has no image in any of its 1 folders, but 1 picture of kinds that are not read"
                + " (heic), the first is a/IMG_1.HEIC (expected: files of bmp, ");
  }

  @Test
  void tablesAndShardsAreKnownByTheirNames() throws IOException {
    Path table =
        Files.writeString(folder.at("data/t.csv"), "path,label\na/000.png,x\nd/000.png,y\n");
    Said said = folder.reflux("data", "--names-only", table.toString());
    assertThat(said.out()).contains("train", "1 image of 1 class");
    Path shards = Files.createDirectory(folder.at("shards"));
    tar(shards.resolve("0.tar"), folder.at("data/a/000.png"));
    said = folder.reflux("data", "--names-only", shards.toString());
    assertThat(said.out()).as(said.all()).contains("1 image without labels");
    said = folder.reflux("data", "{ dataset = image-folder, root = \"" + shards + "\" }");
    assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(said.err())
        .contains(
            "shards has no class folders (expected: one folder a class; dataset = web-dataset reads"
                + " shards)");
    said = folder.reflux("data", "{ dataset = image-folder, root = \"" + table + "\" }");
    assertThat(said.err()).contains(".tgz archive; dataset = table reads tables)");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    Said said = folder.reflux("data", "--json", folder.at("p.conf").toString());
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    JsonNode json = new ObjectMapper().readTree(said.out());
    assertThat(json.at("/parts/train/images").asInt()).isEqualTo(7);
    assertThat(json.at("/parts/test/largest").asInt()).isEqualTo(5);
    assertThat(json.at("/images/unreadable").has("d/broken.png")).isTrue();
    assertThat(json.at("/images/copies")).hasSize(3);
    assertThat(json.at("/images/copies/1/acrossParts").asBoolean()).isTrue();
  }

  @Test
  void namesAloneNeedNoImage() throws IOException {
    Said said = folder.reflux("data", "--json", "--names-only", folder.at("data").toString());
    JsonNode json = new ObjectMapper().readTree(said.out());
    assertThat(json.has("images")).isFalse();
    assertThat(json.at("/parts/train/classes").asInt()).isEqualTo(2);
  }

  @Test
  void theContactSheetStandsAlone() throws IOException {
    Path page = folder.at("sheet.html");
    Said said = folder.reflux("data", folder.at("data").toString(), "--html", page.toString());
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    String html = Files.readString(page);
    assertThat(html)
        .contains(
            "b &amp; &lt;b&gt;", "data:image/png;base64,", ">unreadable</div>", "<h2>test</h2>")
        .doesNotContain("<b>", "http", "src=\"/");
    assertThat(html.split("<figure>")).hasSize(16);
  }

  @Test
  void severalDatasetsOfSeveralKinds() throws IOException {
    Files.writeString(folder.at("t.csv"), "path,label\ndata/a/000.png,x\ndata/c/001.png,y\n");
    String table = "table:" + folder.at("t.csv");
    Said said = folder.reflux("data", folder.at("data").toString(), table);
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    assertThat(said.out()).contains(table, "divided     the first 1 of 2 classes train");
    assertThat(folder.reflux("data", "a", "b", "--html", "x.html").all())
        .contains("--html: 2 datasets (expected: one)");
  }

  @Test
  void whatIsNoDatasetIsRefused() throws IOException {
    for (String wrong : List.of("/no/such/place", "tabel:x", "{ dataset = table, rot = x }")) {
      Said said = folder.reflux("data", wrong);
      assertThat(said.code()).as(wrong).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(said.all()).contains("(expected: ");
    }
    Files.writeString(folder.at("q.conf"), "data { dataset = image-foldr }");
    assertThat(folder.reflux("data", folder.at("q.conf").toString()).all())
        .contains("q.conf:1: data.dataset: \"image-foldr\"");
  }

  private static void tar(Path archive, Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      TarArchiveEntry entry = new TarArchiveEntry("0.png");
      entry.setSize(content.length);
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
    }
  }
}
