package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.InstalledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commit a build says that it is of. */
class BuildIdTest {
  private static final Path SCRIPT = Path.of("src/launcher/build-id.sh").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void outsideOfACheckoutThereIsNone() throws Exception {
    assertThat(buildIdIn(folder)).isEmpty();
  }

  @Test
  void aCheckoutAroundTheTreeIsNotItsOwn() throws Exception {
    checkout();
    assertThat(buildIdIn(Files.createDirectory(folder.resolve("unpacked")))).isEmpty();
  }

  @Test
  void itIsTheCommitAndWhetherFilesDiffer() throws Exception {
    checkout();
    String commit = buildIdIn(folder);
    assertThat(commit).matches("[0-9a-f]{12}");
    Files.writeString(folder.resolve("file"), "other");
    assertThat(buildIdIn(folder)).isEqualTo(commit + "-dirty");
  }

  @Test
  void withoutTheFileOfTheBuildItIsUnknown() {
    assertThat(Version.build("/no-such-build-id")).isEqualTo("unknown");
  }

  private void checkout() throws Exception {
    InstalledProgram.assume("git");
    Files.writeString(folder.resolve("file"), "one");
    git("init", "-q");
    git("add", "file");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "-m", "one");
  }

  private void git(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("git"));
    line.addAll(List.of(words));
    done(new ProcessBuilder(line).directory(folder.toFile()));
  }

  private String buildIdIn(Path place) throws Exception {
    Path file = folder.resolve("target/classes/build-id");
    done(new ProcessBuilder("sh", SCRIPT.toString(), file.toString()).directory(place.toFile()));
    return Files.readString(file).strip();
  }

  private static void done(ProcessBuilder command) throws IOException, InterruptedException {
    Process child = command.inheritIO().start();
    assertThat(child.waitFor()).isZero();
  }
}
