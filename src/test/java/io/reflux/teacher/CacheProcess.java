package io.reflux.teacher;

import io.reflux.JavaCommand;
import io.reflux.engine.ElementType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Another process that has a cache open and does what it is told, a line for a line. */
final class CacheProcess implements AutoCloseable {
  static final CacheContent CONTENT =
      new CacheContent(
          "teacher",
          "transform",
          List.of(new CachedOutput("embedding", List.of(2))),
          ElementType.FLOAT32);

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private CacheProcess(Process process) {
    this.process = process;
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    orders = new java.io.OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /** Starts one; it is there when this returns. */
  static CacheProcess of(Path root, long shardBytes) throws IOException {
    List<String> command =
        JavaCommand.of(
            JavaCommand.BRIEF, CacheProcess.class, root.toString(), Long.toString(shardBytes));
    CacheProcess made =
        new CacheProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    made.answers.readLine();
    return made;
  }

  /** {@code claim KEY…}, {@code keep KEY VALUE}, {@code read KEY}. */
  String does(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    return String.valueOf(answers.readLine());
  }

  /** Ends it at once, as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    orders.close();
    process.onExit().join();
  }

  /** The other process. */
  public static void main(String[] words) throws IOException {
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FeatureCache cache =
        FeatureCache.open(Path.of(words[0]), CONTENT, Long.parseLong(words[1]))) {
      out.println("open");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(done(cache, line.split(" ")));
      }
    }
  }

  static String done(FeatureCache cache, String... words) throws IOException {
    Records records = new Records(cache, CONTENT.outputs());
    long[] keys = {Long.parseLong(words[1])};
    return switch (words[0]) {
      case "claim" -> Boolean.toString(cache.claim(keys));
      case "read" -> records.lookup(keys[0]).map(Arrays::toString).orElse("none");
      default -> {
        float value = Float.parseFloat(words[2]);
        yield Arrays.toString(records.append(keys[0], new float[] {value, -value}));
      }
    };
  }
}
