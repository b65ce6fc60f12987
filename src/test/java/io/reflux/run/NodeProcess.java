package io.reflux.run;

import io.reflux.JavaCommand;
import io.reflux.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A node of a run, in a process of its own on this machine. */
final class NodeProcess implements AutoCloseable {
  private final Process process;

  private NodeProcess(Process process) {
    this.process = process;
  }

  /** Starts one; what it says goes into {@code folder}, which also keeps its programs. */
  static NodeProcess start(int port, Path folder, String... options) {
    List<String> words =
        JavaCommand.of(
            JavaCommand.BRIEF,
            Main.class,
            "node",
            "--join",
            "127.0.0.1:" + port,
            "--folder",
            folder.resolve("programs").toString());
    words.addAll(List.of(options));
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("node.out").toFile()));
      return new NodeProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
