package io.reflux.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whom the student of {@code init} learns from.
 *
 * @param text what stands in {@code teacher { … }}
 * @param side of the images that it wants, in pixels; 0 for any
 * @param missing what to do first, as to fetch its weights; empty for nothing
 */
record InitTeacher(String text, int side, Optional<String> missing) {
  /** The word for a teacher that is trained first. */
  static final String TRAINED = "train";

  private static final int USUAL_SIDE = 224;
  private static final Config PUBLISHED = ConfigFactory.parseResources("init-teachers.conf");

  /** One that is trained by the first task. */
  static InitTeacher trained() {
    return new InitTeacher("task = teacher", 0, Optional.empty());
  }

  /** The names of published ones. */
  static List<String> names() {
    return List.copyOf(new TreeSet<>(PUBLISHED.root().keySet()));
  }

  /**
   * By a word.
   *
   * @param word {@link #TRAINED}, a published name, or a file: a program, or weights of a backbone
   * @param backbone of weights; empty for a program
   * @throws IllegalArgumentException if it is nothing of those
   */
  static InitTeacher of(String word, String backbone) {
    if (word.equals(TRAINED)) {
      return trained();
    }
    if (names().contains(word)) {
      return published(PUBLISHED.getConfig(word));
    }
    Path file = Path.of(word).toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      List<String> known = new ArrayList<>(names());
      known.add(TRAINED);
      throw new IllegalArgumentException(
          "--teacher: "
              + word
              + " (expected: "
              + String.join(", ", known)
              + ", or a file: a TorchScript or ONNX program, or weights with --backbone)");
    }
    String quoted = HoconText.quoted(file.toString());
    if (backbone.isEmpty()) {
      return new InitTeacher(
          "program = " + quoted + ", input { side = " + USUAL_SIDE + " }", 0, Optional.empty());
    }
    return new InitTeacher(
        "network { backbone = "
            + backbone
            + ", embedding = 0, pooling = average, weights = "
            + quoted
            + ", weights-keys = torchvision }",
        USUAL_SIDE,
        Optional.empty());
  }

  private static InitTeacher published(Config entry) {
    Path file = Path.of("weights", entry.getString("file"));
    String text =
        "network {\n        %s\n        weights = %s\n        weights-url = %s\n      }"
            .formatted(
                entry.getString("network"),
                HoconText.quoted(file.toAbsolutePath().toString()),
                HoconText.quoted(entry.getString("url")));
    Optional<String> missing =
        Files.isRegularFile(file)
            ? Optional.empty()
            : Optional.of("fetch " + entry.getString("url") + " as " + file);
    return new InitTeacher(text, entry.getInt("side"), missing);
  }

  boolean isTrained() {
    return text.startsWith("task");
  }
}
