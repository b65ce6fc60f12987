package io.reflux.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** torchvision with PIL in a process of its own, making the same views of the same files. */
final class IntakePeer implements AutoCloseable {
  private static final String SCRIPT = "/bench/intake.py";

  private final Process process;
  private final Path script;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private IntakePeer(Process process, Path script) {
    this.process = process;
    this.script = script;
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process and waits until it is warm; empty if there is no such Python, or no
   * torchvision.
   */
  static Optional<IntakePeer> start(String python, Path images) throws IOException {
    Path script = Files.createTempFile("reflux-bench", ".py");
    try (InputStream in = IntakePeer.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IOException(SCRIPT + " is missing in this installation");
      }
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    ProcessBuilder builder = new ProcessBuilder(python, script.toString(), images.toString());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      IntakePeer peer = new IntakePeer(builder.start(), script);
      if ("ready".equals(peer.answers.readLine())) {
        return Optional.of(peer);
      }
      peer.close();
      return Optional.empty();
    } catch (IOException e) {
      Files.deleteIfExists(script);
      return Optional.empty();
    }
  }

  /** Milliseconds of processor time for an image. */
  double turn(int images) throws IOException {
    orders.write(images + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("torchvision's process ended (expected: a time)");
    }
    return Double.parseDouble(answer);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      Files.deleteIfExists(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
