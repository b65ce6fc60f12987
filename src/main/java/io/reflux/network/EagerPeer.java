package io.reflux.network;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Eager PyTorch with the same network in a process of its own, for comparison. */
final class EagerPeer implements AutoCloseable {
  private static final String PROGRAM =
      """
      import sys, time, torch
      from torch import nn
      images, side, threads = map(int, sys.argv[1:])
      torch.set_num_threads(threads)
      def unit(i, o, k, s=1):
          return [nn.Conv2d(i, o, k, s, k // 2, bias=False), nn.BatchNorm2d(o)]
      class Block(nn.Module):
          def __init__(self, i, w, s):
              super().__init__()
              self.f = nn.Sequential(*unit(i, w, 1), nn.ReLU(True), *unit(w, w, 3, s),
                                     nn.ReLU(True), *unit(w, 4 * w, 1))
              self.g = nn.Sequential(*unit(i, 4 * w, 1, s)) if s > 1 or i != 4 * w else nn.Identity()
          def forward(self, x):
              return torch.relu_(self.f(x) + self.g(x))
      layers, i = unit(3, 64, 7, 2) + [nn.ReLU(True), nn.MaxPool2d(3, 2, 1)], 64
      for stage, count in enumerate((3, 4, 6, 3)):
          for n in range(count):
              w = 64 << stage
              layers.append(Block(i, w, 2 if stage and not n else 1))
              i = 4 * w
      net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
      x = torch.rand(images, 3, side, side)
      def infer():
          net.eval()
          with torch.no_grad():
              net(x)
      def train():
          net.train()
          net(x).pow(2).mean().backward()
      infer(), train()
      print("ready", flush=True)
      for line in sys.stdin:
          start = time.perf_counter()
          train() if line.strip() == "train" else infer()
          print((time.perf_counter() - start) * 1e3, flush=True)
      """;

  private final Process process;
  private final Path script;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  private EagerPeer(Process process, Path script) {
    this.process = process;
    this.script = script;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process and waits until it is warm; empty if there is no such Python, or no torch.
   */
  static Optional<EagerPeer> start(String python, ProgramsBench.Size size) throws IOException {
    Path script = Files.writeString(Files.createTempFile("reflux-bench", ".txt"), PROGRAM);
    ProcessBuilder builder =
        new ProcessBuilder(
            python,
            script.toString(),
            Integer.toString(size.images()),
            Integer.toString(size.side()),
            Integer.toString(size.threads()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      EagerPeer peer = new EagerPeer(builder.start(), script);
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

  /** One batch, in milliseconds. */
  double turn(boolean training) throws IOException {
    orders.write(training ? "train\n" : "infer\n");
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
    try {
      Files.deleteIfExists(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
