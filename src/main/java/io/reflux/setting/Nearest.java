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

  /**
   * How many letters are left out, put in, replaced, or swapped with their neighbour, letters of
   * both cases being one: the optimal string alignment distance.
   */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
