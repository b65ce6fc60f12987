package io.reflux.setting;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the known names that a misspelt one was probably meant to be. */
public final class Nearest {
  private static final int SHOWN = 3;
  private static final int LEAST_PART = 3;

  private Nearest() {}

  /** Up to three of {@code known}, nearest first; all within a third of the name's length. */
  public static List<String> to(String name, Collection<String> known) {
    int limit = Math.max(Math.min(2, name.length() / 2), name.length() / 3);
    return known.stream()
        .filter(k -> distance(name, k) <= limit || contains(name, k))
        .sorted(Comparator.<String>comparingInt(k -> distance(name, k)).thenComparing(k -> k))
        .limit(SHOWN)
        .toList();
  }

  /** The nearest known names in words, as {@code nearest: adam}; all of them if none is near. */
  public static String hint(String name, Collection<String> known) {
    List<String> near = to(name, known);
    return near.isEmpty()
        ? "known: " + String.join(", ", known)
        : "nearest: " + String.join(", ", near);
  }

  /** True if one is a part of the other, whatever stands between their letters and digits. */
  private static boolean contains(String name, String known) {
    String one = plain(name);
    String other = plain(known);
    return Math.min(one.length(), other.length()) >= LEAST_PART
        && (other.contains(one) || one.contains(other));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
