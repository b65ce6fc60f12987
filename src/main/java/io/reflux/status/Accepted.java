package io.reflux.status;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a caller takes: the value of an {@code Accept} header (RFC 9110, 12.5.1). */
final class Accepted {
  private static final String QUALITY = "q=";

  private final Map<String, Double> qualities = new HashMap<>();

  Accepted(String header) {
    for (String range : header.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = range.trim().split("\\s*;\\s*");
      qualities.merge(parts[0], quality(parts), Math::max);
    }
  }

  /** True if a type is named, and the usual one is not wanted as much. */
  boolean prefers(String type, String usual) {
    double wanted = qualities.getOrDefault(type, 0.0);
    return wanted > qualities.getOrDefault(usual, 0.0);
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith(QUALITY)) {
        try {
          return Double.parseDouble(parts[i].substring(QUALITY.length()));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
