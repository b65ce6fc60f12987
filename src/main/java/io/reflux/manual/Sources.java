package io.reflux.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The sources of classes, whose Javadoc the manual is made of: they lie beside the classes in the
 * jar, or in a working copy that was compiled without them.
 */
final class Sources {
  private static final Path WORKING_COPY = Path.of("src/main/java");

  private Sources() {}

  /**
   * The source of a top-level class, or of the one around a nested one; empty if it isn't there.
   */
  static Optional<String> of(Class<?> described) {
    String file = outermost(described).getName().replace('.', '/') + ".java";
    try (InputStream beside = described.getResourceAsStream("/" + file)) {
      if (beside != null) {
        return Optional.of(new String(beside.readAllBytes(), StandardCharsets.UTF_8));
      }
      Path own = WORKING_COPY.resolve(file);
      return Files.isRegularFile(own) ? Optional.of(Files.readString(own)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }

  private static Class<?> outermost(Class<?> nested) {
    Class<?> outer = nested;
    while (outer.getDeclaringClass() != null) {
      outer = outer.getDeclaringClass();
    }
    return outer;
  }
}
