package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {
  private static final Map<String, byte[]> FILES =
      Archives.files("a/1.png", "a/2.png", "b/1.png", "c/1.png", "c/2.png", "d/ä b.png");

  @TempDir Path folder;

  @Test
  void theDigestOfAFolderNeverChanges() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    assertThat(digest("x"))
        .isEqualTo("9875d101cb885ef0ba72f89fb606d89755698975f13c0613f3ea6ea86d880df4");
    assertThat(Contents.of(open("x").train()).digest())
        .isEqualTo("dc445a8f7f77355844393bc9fbb398aa85a4d429eace299e22a9972ee5557b8f");
  }

  @Test
  void theDigestOfAnArchiveNeverChanges() throws IOException {
    Archives.zip(folder.resolve("x.zip"), FILES);
    assertThat(digest("x.zip"))
        .isEqualTo("22416a9bec4ecf38c0cfe857b8c2cb2e840dc08c14d0e4fca8b7e12878ee5fd5");
    Archives.tar(folder.resolve("x.tar"), FILES);
    Archives.tar(folder.resolve("x.tgz"), FILES);
    Archives.folder(folder.resolve("x"), FILES);
    // A TAR keeps no checksums, so it tells as much as a folder.
    assertThat(digest("x.tar")).isEqualTo(digest("x")).isEqualTo(digest("x.tgz"));
  }

  @Test
  void whereTheRootIsAndWhenFilesWereWrittenIsNotInIt() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    String digest = digest("x");
    Files.setLastModifiedTime(folder.resolve("x/a/1.png"), FileTime.fromMillis(1));
    Files.createDirectories(folder.resolve("deep"));
    Files.move(folder.resolve("x"), folder.resolve("deep/y"));
    assertThat(digest("deep/../deep/./y")).isEqualTo(digest);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("deep/y"));
    assertThat(digest("link")).isEqualTo(digest);
  }

  @Test
  void everyChangeIsInIt() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    String digest = digest("x");
    Files.writeString(folder.resolve("x/a/1.png"), "longer than before");
    assertThat(digest("x")).isNotEqualTo(digest);
    Files.write(folder.resolve("x/a/1.png"), FILES.get("a/1.png"));
    assertThat(digest("x")).isEqualTo(digest);
    Files.move(folder.resolve("x/a"), folder.resolve("x/aa"));
    assertThat(digest("x")).isNotEqualTo(digest);
  }

  @Test
  void whatHasChangedIsListed() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    byte[] kept = kept("x");
    assertThat(changes("x", kept).isEmpty()).isTrue();

    Archives.folder(
        folder.resolve("x"), Archives.files("a/0.png", "a/3.png=new", "b/1.png=another length"));
    Files.delete(folder.resolve("x/c/2.png"));
    assertThat(changes("x", kept).inWords())
        .containsExactly(
            "2 images added: a/0.png, a/3.png",
            "1 image removed: c/2.png",
            "1 image replaced: b/1.png");
  }

  @Test
  void aLongListOfChangesIsCut() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    byte[] kept = kept("x");
    Map<String, byte[]> more = new LinkedHashMap<>();
    for (int i = 0; i < 1200; i++) {
      more.put("a/0" + i + ".png", new byte[1]);
    }
    Archives.folder(folder.resolve("x"), more);
    assertThat(changes("x", kept).inWords())
        .containsExactly("1,200 images added: a/00.png, a/01.png, a/010.png and 1,197 more");
  }

  @Test
  void bytesOfTheSameLengthAreKnownByAnArchivesChecksum() throws IOException {
    Archives.zip(folder.resolve("x.zip"), FILES);
    byte[] kept = kept("x.zip");
    Map<String, byte[]> other = new LinkedHashMap<>(FILES);
    other.put("b/1.png", "B/1.png".getBytes(StandardCharsets.UTF_8));
    Archives.zip(folder.resolve("x.zip"), other);
    assertThat(changes("x.zip", kept).inWords()).containsExactly("1 image replaced: b/1.png");
  }

  @Test
  void aFileThatWasWrittenLaterIsReadWhereItsChecksumWasKept() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    Files.setLastModifiedTime(folder.resolve("x/b/1.png"), FileTime.fromMillis(1));
    ByteArrayOutputStream checksums = new ByteArrayOutputStream();
    Contents.of(open("x")).keep(checksums, Long.MAX_VALUE, Looking.NONE);
    byte[] times = kept("x");
    assertThat(changes("x", checksums.toByteArray()).isEmpty()).isTrue();

    Files.setLastModifiedTime(folder.resolve("x/b/1.png"), FileTime.fromMillis(5_000));
    assertThat(changes("x", checksums.toByteArray()).isEmpty()).isTrue();
    assertThat(changes("x", times).inWords())
        .containsExactly("1 image written anew, perhaps replaced: b/1.png");

    Files.writeString(folder.resolve("x/b/1.png"), "B/1.png");
    Files.setLastModifiedTime(folder.resolve("x/b/1.png"), FileTime.fromMillis(5_000));
    assertThat(changes("x", checksums.toByteArray()).inWords())
        .containsExactly("1 image replaced: b/1.png");
    Files.setLastModifiedTime(folder.resolve("x/b/1.png"), FileTime.fromMillis(1));
    assertThat(changes("x", times).isEmpty()).isTrue(); // nobody could know
  }

  @Test
  void anArchiveThatWasUnpackedHasNotChanged() throws IOException {
    Archives.zip(folder.resolve("x.zip"), FILES);
    Archives.folder(folder.resolve("x"), FILES);
    assertThat(changes("x", kept("x.zip")).isEmpty()).isTrue();
  }

  @Test
  void otherClassesAndAnotherOrderAreListed() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    split("a,train", "b,train", "c,test", "d,test");
    byte[] kept = kept("x");
    split("b,train", "a,train", "c,test", "d,test");
    assertThat(changes("x", kept).inWords()).containsExactly("images in another order");
    split("a,train", "b,test", "c,test", "d,test");
    assertThat(changes("x", kept).inWords())
        .containsExactly("1 image added: b/1.png", "1 image removed: b/1.png");
  }

  @Test
  void namesMayHoldAnything() throws IOException {
    Map<String, byte[]> odd = Archives.files("a\tb/1\n2.png", "b\\n/\r.png", "c/\\.png");
    Archives.folder(folder.resolve("x"), odd);
    assertThat(changes("x", kept("x")).isEmpty()).isTrue();
  }

  @Test
  void aListThatIsNoneIsRefused() throws IOException {
    Archives.folder(folder.resolve("x"), FILES);
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(other)) {
      packed.write("train\tone\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> changes("x", other.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessage("a list of a dataset's contents: train\tone (expected: a line of it)");
  }

  private void split(String... rows) throws IOException {
    Files.write(
        folder.resolve("x/split.csv"),
        ("class_folder,split\n" + String.join("\n", rows)).getBytes(StandardCharsets.UTF_8));
  }

  private ContentChanges changes(String root, byte[] kept) throws IOException {
    return Contents.of(open(root)).changesSince(new ByteArrayInputStream(kept), Looking.NONE);
  }

  private byte[] kept(String root) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Contents.of(open(root)).keep(kept, 0, Looking.NONE);
    return kept.toByteArray();
  }

  private String digest(String root) {
    return Contents.of(open(root)).digest();
  }

  private Splits open(String root) {
    String hocon = "type = image-folder, root = \"" + folder.resolve(root) + "\"";
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
