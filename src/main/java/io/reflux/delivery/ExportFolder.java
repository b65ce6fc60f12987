package io.reflux.delivery;

import io.reflux.setting.FileFault;
import io.reflux.setting.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that holds an exported model. A folder of such folders is a registry of models: nothing
 * is kept of it beside them.
 *
 * @param folder where
 * @param record what it says of itself
 */
public record ExportFolder(Path folder, ExportRecord record) {
  /** The digests of all files but this one, as {@code sha256sum} writes them. */
  static final String SUMS = "SHA256SUMS";

  private static final int DEPTH = 8;
  private static final String GAP = "  ";

  /**
   * All exported models in a folder, at any depth, by their places.
   *
   * @throws IOException if the folder can't be read
   */
  public static List<ExportFolder> in(Path folder) throws IOException {
    List<ExportFolder> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      for (Path file :
          all.filter(each -> each.endsWith(ExportRecord.FILE))
              .filter(Files::isRegularFile)
              .sorted()
              .toList()) {
        Path own = file.resolveSibling("").normalize();
        if (Files.isRegularFile(own.resolve(SUMS))) {
          found.add(new ExportFolder(own, ExportRecord.read(own)));
        }
      }
    }
    return List.copyOf(found);
  }

  /** The model that a folder holds, if it holds one. */
  public static Optional<ExportFolder> at(Path folder) throws IOException {
    return Files.isRegularFile(folder.resolve(ExportRecord.FILE))
        ? Optional.of(new ExportFolder(folder, ExportRecord.read(folder)))
        : Optional.empty();
  }

  /** The sums of some files, as the file that holds them has them. */
  static String sums(List<ExportRecord.Entry> files) {
    StringBuilder sums = new StringBuilder();
    files.forEach(file -> sums.append(file.sha256()).append(GAP).append(file.name()).append('\n'));
    return sums.toString();
  }

  /**
   * Compares all files with their digests.
   *
   * @return a sentence for each that is gone, or another one than was exported
   * @throws IOException if the list of digests can't be read
   */
  public List<String> damage() throws IOException {
    List<String> damage = new ArrayList<>();
    Path sums = folder.resolve(SUMS);
    for (String line : Files.readAllLines(sums, StandardCharsets.UTF_8)) {
      int gap = line.indexOf(GAP);
      if (gap < 0) {
        damage.add(sums + ": " + line + " (expected: a digest and a name)");
        continue;
      }
      Path file = folder.resolve(line.substring(gap + GAP.length()));
      try {
        String digest = Sha256.of(file);
        if (!digest.equals(line.substring(0, gap))) {
          damage.add(file + ": SHA-256 " + digest + " (expected: " + line.substring(0, gap) + ")");
        }
      } catch (IOException e) {
        damage.add(file + ": " + FileFault.reason(e));
      }
    }
    return damage;
  }
}
