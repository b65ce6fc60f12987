package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;

/** Holds what is said of places for results, before there are any. */
class OutputPlaceTest {
  private final OutputPlace out = new OutputPlace(Main.line().getCommandSpec(), "--out");

  @TempDir private Path folder;

  @Test
  void foldersAreMadeAndNothingElseStays() {
    out.ofFile(folder.resolve("new/deep/a.npy"));
    out.ofFolder(folder.resolve("new/index"));
    assertThat(folder.resolve("new/deep")).isEmptyDirectory();
    assertThat(folder.resolve("new")).isDirectoryNotContaining("glob:**/index");
  }

  @Test
  void whatCantBeWrittenIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> out.ofFile(folder))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--out: " + folder + ": a folder (expected: the name of a file)");
    assertThatThrownBy(() -> out.ofFolder(file))
        .hasMessage("--out: " + file + ": a file (expected: the name of a folder)");
    assertThatThrownBy(() -> out.ofFile(file.resolve("inside/a.npy")))
        .isInstanceOf(ParameterException.class)
        .hasMessageEndingWith("(expected: a place that can be written to)");
  }
}
