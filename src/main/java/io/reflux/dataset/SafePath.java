package io.reflux.dataset;

import java.io.IOException;
import java.util.Arrays;

/** Checks the paths that an archive claims. */
final class SafePath {
  private SafePath() {}

  /**
   * The path, without leading {@code ./}.
   *
   * @throws IOException if it points outside of the archive or is no plain relative path
   */
  static String check(String path) throws IOException {
    String plain = path;
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    boolean outside =
        plain.startsWith("/")
            || plain.indexOf('\\') >= 0
            || plain.indexOf('\0') >= 0
            || plain.matches("[A-Za-z]:.*")
            || Arrays.asList(plain.split("/")).contains("..");
    if (outside) {
      throw new IOException("it holds the path " + path + ", which points outside of it");
    }
    return plain;
  }
}
