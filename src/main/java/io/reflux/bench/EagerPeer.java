package io.reflux.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Eager PyTorch with the same work in a process of its own, for comparison. */
final class EagerPeer implements AutoCloseable {
  /** What the launcher sets for our own sake; the peer runs as it does by itself. */
  private static final List<String> OURS =
      List.of(
          "OMP_WAIT_POLICY",
          "MALLOC_ARENA_MAX",
          "MALLOC_MMAP_THRESHOLD_",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_TOP_PAD_",
          "THP_MEM_ALLOC_ENABLE");

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private EagerPeer(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process and waits until it is warm; empty if there is no such Python, or no torch.
   *
   * @param script the name of what it runs, below {@code bench/}
   * @param words what the script is given
   */
  static Optional<EagerPeer> start(String python, String script, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(python, "-c", text("/bench/" + script)));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(OURS);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Optional.empty(); // no such command
    }
    EagerPeer peer = new EagerPeer(process);
    String answer = peer.answers.readLine();
    if (answer != null && answer.startsWith("ready")) {
      return Optional.of(peer);
    }
    peer.close();
    return Optional.empty();
  }

  /** What the script does at an order, in milliseconds. */
  double turn(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("PyTorch's process ended (expected: a time)");
    }
    return Double.parseDouble(answer);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static String text(String script) throws IOException {
    try (InputStream in = Objects.requireNonNull(EagerPeer.class.getResourceAsStream(script))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
