package io.reflux.manual;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Files that come with the program. */
final class Resources {
  private Resources() {}

  /** One of the manual's own. */
  static String text(String name) {
    return atRoot("manual/" + name);
  }

  /**
   * One of the whole program, as {@code reference.conf}: the one beside the program's classes, for
   * libraries have files of that name too; elsewhere on the class path only if there is none.
   */
  static String atRoot(String name) {
    try {
      List<URL> all = Collections.list(Resources.class.getClassLoader().getResources(name));
      String beside = ownRoot() + name;
      URL found =
          all.stream()
              .filter(url -> url.toString().equals(beside))
              .findFirst()
              .or(() -> all.stream().findFirst())
              .orElseThrow(() -> new FileNotFoundException(name + " is not in this installation"));
      try (InputStream in = found.openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder or jar of this class, as its resources' addresses begin. */
  private static String ownRoot() {
    String file = Resources.class.getName().replace('.', '/') + ".class";
    URL own = Objects.requireNonNull(Resources.class.getResource("/" + file), file);
    return own.toString().substring(0, own.toString().length() - file.length());
  }
}
