package io.reflux.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The process restarts of a run: {@code restarts.jsonl} in its directory, an object a line. */
public final class RestartsFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path file;

  /**
   * One restart.
   *
   * @param at when, in ISO 8601
   * @param exit the exit code of the process that ended
   * @param cause the same in words
   * @param task where the run was by its metrics; empty before the first step
   * @param step steps of that task
   * @param delaySeconds how long was waited before the next process
   * @param crashFile what the virtual machine wrote about its crash, by its name in the run
   *     directory; empty if it wrote nothing
   */
  public record Restart(
      String at,
      int exit,
      String cause,
      String task,
      long step,
      double delaySeconds,
      String crashFile) {}

  /** The restarts of one run. */
  public RestartsFile(RunDirectory run) {
    file = run.restarts();
  }

  /** Adds a line, on the disk before the answer. */
  public void add(Restart restart) {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer line =
          ByteBuffer.wrap(
              (JSON.writeValueAsString(restart) + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  /** All of them; a line that is cut off is passed over. */
  public List<Restart> all() {
    List<Restart> restarts = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readString(file).split("\n")) {
          read(line, restarts);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
    return restarts;
  }

  private static void read(String line, List<Restart> into) {
    try {
      if (!line.isBlank()) {
        into.add(JSON.readValue(line, Restart.class));
      }
    } catch (JsonProcessingException e) {
      // a process that was killed in the middle of a line
    }
  }
}
