package io.reflux.dataset;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Checks the paths that an archive claims. */
final class SafePath {
  private SafePath() {}

  /**
   * The path, without leading {@code ./}. Backslashes part folders: who packs on Windows may write
   * them.
   *
   * @throws IOException if it points outside of the archive or is no plain relative path
   */
  static String check(String path) throws IOException {
    String plain = path.replace('\\', '/');
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    if (isForeign(plain) || ("/" + plain + "/").contains("/../")) {
      throw new IOException("it holds the path " + path + ", which points outside of it");
    }
    return plain;
  }

  /**
   * The path that a link leads to.
   *
   * @param folder where the link begins, with its slash
   * @param target what it says
   * @param link its own path, for messages
   * @throws IOException if it leads outside of the archive
   */
  static String resolve(String folder, String target, String link) throws IOException {
    Deque<String> parts = new ArrayDeque<>();
    boolean outside = isForeign(target);
    for (String part : (folder + target).split("/")) {
      if (part.equals("..")) {
        outside |= parts.pollLast() == null;
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (outside) {
      throw new IOException(
          "it holds the link " + link + " to " + target + ", which points outside of it");
    }
    return String.join("/", parts);
  }

  private static boolean isForeign(String path) {
    return path.startsWith("/")
        || path.indexOf('\\') >= 0
        || path.indexOf('\0') >= 0
        || (path.indexOf(':') == 1 && Character.isLetter(path.charAt(0)));
  }
}
