package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files are images, by their names.
 *
 * @param extensions the endings that count, lower case, without a dot; none for any file
 */
record ImageNames(Set<String> extensions) {
  /** What is read where nobody says which: all kinds that can be decoded. */
  static final ImageNames DECODABLE =
      new ImageNames(
          Set.of("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "ppm", "pgm", "pbm"));

  /** What a Mac leaves beside a file on foreign disks, under a name that begins like this. */
  private static final String RESOURCE_FORK = "._";

  /** Reads {@code extensions} of a section. */
  static ImageNames read(Section section) {
    return new ImageNames(
        section.texts("extensions").stream()
            .map(extension -> extension.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether a file is an image. */
  boolean count(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return extensions.isEmpty()
        || (dot >= 0 && extensions.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /** Whether files with an ending, lower case and without a dot, are images. */
  boolean countExtension(String extension) {
    return extensions.contains(extension);
  }

  /** Whether a file only accompanies another one. */
  static boolean isResourceFork(String fileName) {
    return fileName.startsWith(RESOURCE_FORK);
  }

  /** The endings, for messages. */
  String inWords() {
    return String.join(", ", extensions.stream().sorted().toList());
  }
}
