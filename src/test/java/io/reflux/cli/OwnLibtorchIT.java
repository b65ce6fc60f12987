package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, and a libtorch that the user has brought: here the processor's, elsewhere. */
class OwnLibtorchIT {
  private static final String PIPELINE =
      """
      name = tiny
      data { dataset = image-folder, root = "/nowhere" }
      tasks = [ { name = source, train {
        network { backbone = conv4, embedding = 16 }
        method { type = proxy-anchor }
        device = gpu0
        sampler { batch-size = 8, images-per-class = 2 }
        views {
          train { steps = [ { type = resize, side = 64, square = true } ] }
          test { steps = [ { type = resize, side = 64, square = true } ] }
        }
      } } ]
      """;

  @TempDir private Path folder;

  /** The library is asked for its GPUs, so it was loaded from there, with a JNI that fits. */
  @Test
  void aLibraryFromElsewhereIsLoadedAndAskedForItsGpus() throws Exception {
    Path library = libtorch();
    Path file = Files.writeString(folder.resolve("tiny.conf"), PIPELINE);
    ProcessBuilder builder = new ProcessBuilder("sh", home().toString(), "check", file.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().put("PYTORCH_LIBRARY_PATH", library.toString());
    builder.environment().remove("PYTORCH_FLAVOR");
    builder.environment().put("DJL_CACHE_DIR", folder.resolve("cache").toString());
    File told = folder.resolve("told.txt").toFile();
    Process child = builder.redirectErrorStream(true).redirectOutput(told).start();
    try {
      assertThat(child.waitFor(4, TimeUnit.MINUTES)).as("ends by itself").isTrue();
      String text = Files.readString(told.toPath(), StandardCharsets.UTF_8);
      assertThat(child.exitValue()).as(text).isEqualTo(2);
      assertThat(text)
          .contains("a device of this machine: the libtorch in " + library)
          .doesNotContain("Cannot copy jni files");
    } finally {
      child.destroyForcibly();
    }
  }

  @AfterEach
  void dropLinks() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path link : all.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private Path libtorch() throws IOException {
    Engine.getEngine("PyTorch");
    Path copy = Files.createDirectories(folder.resolve("libtorch/lib")).toRealPath();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of(LibUtils.getLibtorchPath()), "lib*")) {
      for (Path file : files) {
        Files.createSymbolicLink(copy.resolve(file.getFileName()), file);
      }
    }
    return copy;
  }

  /** The launcher in an installation that consists of links to what the tests run with. */
  private Path home() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("home/bin"));
    Path jars = Files.createDirectories(folder.resolve("home/lib"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar")) {
        Files.createSymbolicLink(jars.resolve(jars.toFile().list().length + ".jar"), path);
      } else if (Files.exists(path.resolve("reference.conf"))) {
        Files.createSymbolicLink(folder.resolve("home/conf"), path);
      }
    }
    return Files.copy(Path.of("src/launcher/reflux.sh"), bin.resolve("reflux"));
  }
}
