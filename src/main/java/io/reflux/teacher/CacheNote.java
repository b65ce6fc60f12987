package io.reflux.teacher;

import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people call the things that a cache's digests stand for. It lies beside the shards; nothing
 * is decided by it but which cache may be pruned.
 *
 * @param teacher who answered, as {@code source.small} or a file's name
 * @param precision what the teacher computes in
 * @param dataset the dataset's name
 * @param examples how many examples the training split has
 * @param views how many views of each example the teacher looks at
 * @param period after how many epochs the views repeat; 0 for unaltered images
 */
public record CacheNote(
    String teacher, String precision, String dataset, int examples, int views, int period) {
  private static final String FILE = "content.txt";
  private static final String BETWEEN = ": ";
  private static final String RUN = "run";

  /** How many rows there are to know if no example is drawn twice in an epoch. */
  public long rows() {
    return (long) examples * (period == 0 ? 1 : (long) views * period);
  }

  /** Writes the note into a folder; runs that were named there before stay named. */
  void write(Path folder, Path run) throws IOException {
    List<Path> runs = new ArrayList<>(runs(folder));
    Path own = run.toAbsolutePath().normalize();
    runs.remove(own);
    runs.add(own);
    List<String> lines = new ArrayList<>();
    lines.add("teacher" + BETWEEN + teacher);
    lines.add("precision" + BETWEEN + precision);
    lines.add("dataset" + BETWEEN + dataset);
    lines.add("examples" + BETWEEN + examples);
    lines.add("views" + BETWEEN + views);
    lines.add("period" + BETWEEN + period);
    runs.forEach(each -> lines.add(RUN + BETWEEN + each));
    String text = String.join("\n", lines) + "\n";
    DurableFile.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  /** The note in a folder; empty if there is none, or not a whole one. */
  static Optional<CacheNote> read(Path folder) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    for (String line : lines(folder)) {
      int at = line.indexOf(BETWEEN);
      if (at > 0) {
        words.put(line.substring(0, at), line.substring(at + BETWEEN.length()));
      }
    }
    try {
      return Optional.of(
          new CacheNote(
              words.getOrDefault("teacher", ""),
              words.getOrDefault("precision", ""),
              words.getOrDefault("dataset", ""),
              Integer.parseInt(words.getOrDefault("examples", "")),
              Integer.parseInt(words.getOrDefault("views", "")),
              Integer.parseInt(words.getOrDefault("period", ""))));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }

  /** The directories of the runs that have opened the cache, the latest last. */
  static List<Path> runs(Path folder) throws IOException {
    return lines(folder).stream()
        .filter(line -> line.startsWith(RUN + BETWEEN))
        .map(line -> Path.of(line.substring(RUN.length() + BETWEEN.length())))
        .toList();
  }

  private static List<String> lines(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
  }
}
