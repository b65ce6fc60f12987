package io.reflux.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with links in them, and deep ones: each folder is listed once. */
class FolderTreeTest {
  @TempDir Path folder;

  @Test
  void aFarmOfLinksIsListedOnce() throws IOException {
    // Each of 23 folders has two links to the next: 2^23 ways to the last.
    for (int i = 0; i < 23; i++) {
      Files.createDirectories(folder.resolve("f" + i));
      write("f" + i + "/1.png");
      if (i > 0) {
        link("f" + (i - 1) + "/left", "../f" + i);
        link("f" + (i - 1) + "/right", "../f" + i);
      }
    }
    assertThat(paths()).hasSize(23).allMatch(path -> path.matches("f\\d+/1.png"));
  }

  @Test
  void linksThatLeadBackUpAreListedOnce() throws IOException {
    write("a/1.png");
    write("a/b/2.png");
    link("a/b/up", "..");
    link("a/self", ".");
    link("here", "a");
    assertThat(paths()).containsExactly("a/1.png", "a/b/2.png");
  }

  @Test
  void aFolderThatOnlyALinkLeadsToIsListedUnderTheLink() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside/deep"));
    Files.write(outside.resolve("1.png"), new byte[5]);
    Files.createDirectories(folder.resolve("root"));
    Files.createSymbolicLink(folder.resolve("root/b"), folder.resolve("outside"));
    Files.createSymbolicLink(folder.resolve("root/a"), folder.resolve("outside"));
    FolderTree tree = FolderTree.open(folder.resolve("root"));
    assertThat(tree.names().path(0)).isEqualTo("a/deep/1.png");
    assertThat(tree.names().size()).isEqualTo(1);
    assertThat(tree.facts(0).bytes()).isEqualTo(5);
  }

  @Test
  void aLinkToNothingIsAFileThatCannotBeRead() throws IOException {
    write("a/1.png");
    link("a/2.png", "nowhere");
    link("a/3.png", "3.png");
    FolderTree tree = FolderTree.open(folder);
    assertThat(paths()).containsExactly("a/1.png", "a/2.png", "a/3.png");
    assertThatThrownBy(() -> tree.read(1)).hasMessage("it is gone, or a link to nothing");
    assertThatThrownBy(() -> tree.read(2)).isInstanceOf(IOException.class);
  }

  @Test
  void aDeepFolderIsListed() throws IOException {
    String deep = String.join("/", IntStream.range(0, 700).mapToObj(i -> "d").toList());
    write(deep + "/1.png");
    assertThat(paths()).containsExactly(deep + "/1.png");
  }

  /** In whatever locale: the byte 0xE9 alone is no UTF-8, and no ASCII. */
  @Test
  void aNameThatIsNoTextIsRefusedAtOnce() throws IOException, InterruptedException {
    write("a/1.png");
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "cd \"$1\" && : > \"$(printf 'a/caf\\351.png')\"",
                "sh",
                folder.toString())
            .start();
    assertThat(shell.waitFor()).isZero();
    assertThatThrownBy(this::paths)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the name of a file in " + folder.resolve("a") + " is no text in ")
        .hasMessageContaining("(expected: UTF-8; LC_ALL=C.UTF-8 sets it");
  }

  private List<String> paths() throws IOException {
    FileNames names = FolderTree.open(folder).names();
    return IntStream.range(0, names.size()).mapToObj(names::path).toList();
  }

  private void write(String path) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.write(folder.resolve(path), new byte[] {1});
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(folder.resolve(path), Path.of(target));
  }
}
