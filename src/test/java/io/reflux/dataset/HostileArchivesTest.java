package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are damaged, locked or mean harm: one sentence each, and nothing is written. */
class HostileArchivesTest {
  private static final Map<String, byte[]> BENIGN =
      Archives.files("images/a/1.jpg", "images/b/2.jpg");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"../x.jpg", "images/../../x.jpg", "/etc/x.jpg", "C:/x.jpg", "a\\..\\x"})
  void aPathThatPointsOutside(String path) throws IOException {
    Path tar = folder.resolve("evil.tar");
    Path zip = folder.resolve("evil.zip");
    Archives.tar(tar, Archives.files("images/a/1.jpg", path));
    Archives.zip(zip, Archives.files("images/a/1.jpg", path));
    for (Path archive : new Path[] {tar, zip}) {
      assertThatThrownBy(() -> open(archive))
          .isInstanceOf(DatasetException.class)
          .hasMessageMatching(
              "root: .*evil.* cannot be read: it holds the path .*, which points outside of it"
                  + " \\(expected: .*");
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("evil.tar", "evil.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../../etc/passwd", "../../../x.jpg"})
  void aLinkThatPointsOutside(String target) throws IOException {
    Path tar = folder.resolve("evil.tar");
    Archives.tar(tar, Archives.files("images/a/1.jpg", "images/b/2.jpg -> " + target));
    assertThatThrownBy(() -> open(tar))
        .hasMessageContaining(
            "it holds the link images/b/2.jpg to " + target + ", which points outside of it");
  }

  @Test
  void aLinkInsideIsTheFileItLeadsTo() throws IOException {
    Path tar = folder.resolve("linked.tar");
    Archives.tar(
        tar,
        Archives.files(
            "images/a/1.jpg", "images/b/2.jpg -> ../b/3.jpg", "images/b/3.jpg -> ../a/1.jpg"));
    Splits splits = open(tar);
    assertThat(splits.test().size()).isEqualTo(2);
    assertThat(splits.test().read(0)).isEqualTo(splits.train().read(0));
    Path lost = folder.resolve("lost.tar");
    Archives.tar(lost, Archives.files("images/a/1.jpg", "images/b/2.jpg -> 3.jpg"));
    assertThatThrownBy(() -> open(lost))
        .hasMessageContaining("it holds the link images/b/2.jpg, which leads to no file in it");
    Path round = folder.resolve("round.tar");
    Archives.tar(round, Archives.files("a/1.jpg", "b/2.jpg -> 3.jpg", "b/3.jpg -> 2.jpg"));
    assertThatThrownBy(() -> open(round)).hasMessageContaining("which leads to no file in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"part.zip", "part.tar", "part.tgz"})
  void anArchiveThatIsCutOff(String name) throws IOException {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    Map<String, byte[]> files = new java.util.LinkedHashMap<>(BENIGN);
    files.put("images/b/3.jpg", noise);
    Path archive = folder.resolve(name);
    if (name.endsWith(".zip")) {
      Archives.zip(archive, files);
    } else {
      Archives.tar(archive, files);
    }
    byte[] whole = Files.readAllBytes(archive);
    assertThat(open(archive).test().size()).isEqualTo(2);
    for (double kept : new double[] {0, 0.1, 0.3, 0.6}) {
      Files.write(archive, Arrays.copyOf(whole, (int) (whole.length * kept)));
      assertThatThrownBy(() -> open(archive))
          .isInstanceOf(DatasetException.class)
          .hasMessageStartingWith("root: " + archive + " cannot be read: ")
          .hasMessageNotContaining("null")
          .hasMessageEndingWith("(expected: " + FileTree.KINDS + ")");
    }
    assertThat(folder.toFile().list()).containsExactly(name);
  }

  @Test
  void anEncryptedZip() throws IOException {
    Path zip = folder.resolve("locked.zip");
    Archives.zip(zip, BENIGN);
    byte[] bytes = Files.readAllBytes(zip);
    changeFlags(bytes, 0, ~0);
    Files.write(zip, bytes);
    assertThatThrownBy(() -> open(zip))
        .hasMessageContaining(
            "locked.zip cannot be read: it is encrypted; unpack it with its password (expected: ");
  }

  /** Changes the flags of every entry: sets the lowest bit of all, or clears one of a byte. */
  private static void changeFlags(byte[] zip, int which, int mask) {
    for (int i = 0; i + 10 < zip.length; i++) {
      boolean entry = zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 1 || zip[i + 2] == 3);
      if (entry && zip[i + 2] + 1 == zip[i + 3]) {
        int at = i + (zip[i + 2] == 1 ? 8 : 6) + which;
        zip[at] = (byte) (mask == ~0 ? zip[at] | 1 : zip[at] & mask);
      }
    }
  }

  @Test
  void anArchiveOfNothing() throws IOException {
    Path tar = folder.resolve("empty.tar");
    Archives.tar(tar, Map.of());
    assertThatThrownBy(() -> open(tar)).hasMessageContaining("it holds no file");
    Path zip = folder.resolve("empty.zip");
    Archives.zip(zip, Map.of());
    assertThatThrownBy(() -> open(zip)).hasMessageContaining("it holds no file");
  }

  @Test
  void aZipWhoseNamesAreOfAnOldCodePage() throws IOException {
    Path zip = folder.resolve("old.zip");
    Archives.zip(zip, Archives.files("images/a/1.jpg", "images/bX/2.jpg"));
    byte[] bytes = Files.readAllBytes(zip);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 'X' && bytes[i - 1] == 'b' ? (byte) 0x81 : bytes[i];
    }
    changeFlags(bytes, 1, ~0x08); // no longer said to be UTF-8
    Files.write(zip, bytes);
    assertThat(open(zip).test().className(0)).isEqualTo("bü");
  }

  @Test
  void backslashesPartFolders() throws IOException {
    Path zip = folder.resolve("windows.zip");
    Map<String, byte[]> files = new java.util.LinkedHashMap<>();
    files.put("images\\", new byte[0]);
    files.put("images\\a\\1.jpg", new byte[] {1});
    files.put("images\\b\\2.jpg", new byte[] {2});
    Archives.zip(zip, files);
    Splits splits = open(zip);
    assertThat(splits.train().name(0)).isEqualTo("images/a/1.jpg");
    assertThat(splits.test().read(0)).containsExactly(2);
  }

  @Test
  void aFileThatComesTwiceIsTheLast() throws IOException {
    Path tar = folder.resolve("twice.tar");
    byte[] first = Archives.tar(Archives.files("a/1.jpg=old", "b/2.jpg"));
    byte[] second = Archives.tar(Archives.files("a/1.jpg=new"));
    int end = 4 * 512; // two headers and two bodies; the rest marks the end
    byte[] both = Arrays.copyOf(first, end + second.length);
    System.arraycopy(second, 0, both, end, second.length);
    Files.write(tar, both);
    Dataset train = open(tar).train();
    assertThat(train.size()).isEqualTo(1);
    assertThat(train.read(0)).asString().isEqualTo("new");
  }

  private static Splits open(Path root) {
    String hocon = "type = image-folder, root = \"" + root.toString().replace("\\", "\\\\") + "\"";
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
