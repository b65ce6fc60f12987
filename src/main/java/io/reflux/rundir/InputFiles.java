package io.reflux.rundir;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds a task to the files that it began with: a teacher's file that is another one in a later
 * sitting would change what students learn, without a word.
 */
public final class InputFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunDirectory directory;
  private final String task;

  public InputFiles(RunDirectory directory, String task) {
    this.directory = directory;
    this.task = task;
  }

  /**
   * Writes the files' digests down if the task begins; compares them if it goes on.
   *
   * @throws InputException if a file is another one than it was
   */
  public void check(List<Path> files, long fromStep) {
    Map<String, String> now = new TreeMap<>();
    files.forEach(file -> now.put(file.toString(), Digest.of(file)));
    Path written = directory.inputs(task);
    try {
      if (fromStep == 0 || !Files.exists(written)) {
        directory.makeTask(task);
        byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(now);
        DurableFile.write(written, channel -> channel.write(ByteBuffer.wrap(text)));
        return;
      }
      Map<String, String> then =
          JSON.readValue(Files.readAllBytes(written), new TypeReference<Map<String, String>>() {});
      now.forEach((file, digest) -> compare(file, then.getOrDefault(file, ""), digest, fromStep));
    } catch (IOException e) {
      throw new UncheckedIOException(written + ": can't be read or written", e);
    }
  }

  private void compare(String file, String then, String now, long fromStep) {
    if (!now.equals(then)) {
      throw new InputException(
          file
              + ": SHA-256 "
              + now
              + " (expected: "
              + (then.isEmpty() ? "another file" : then)
              + ", with which task "
              + task
              + " was trained up to step "
              + fromStep
              + ")");
    }
  }
}
