package io.reflux.setting;

import java.util.Locale;

/** How many or how much there is of something, as people write it. */
public final class Amount {
  private static final double THOUSAND = 1000;
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Amount() {}

  /** A number and what is counted, as {@code 1 class} or {@code 1,200 images}. */
  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : plural(one));
  }

  /** A size in the unit that leaves one to three digits before the point, as {@code 3.4 MB}. */
  public static String bytes(long bytes) {
    if (bytes < THOUSAND) {
      return of(bytes, "byte");
    }
    double value = bytes;
    int unit = 0;
    while (value >= THOUSAND - 0.05 && unit + 1 < UNITS.length) {
      value /= THOUSAND;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  private static String plural(String one) {
    if (one.matches(".*[^aeiou]y")) {
      return one.substring(0, one.length() - 1) + "ies";
    }
    return one + (one.matches(".*(s|x|(?<!epo)ch|sh)") ? "es" : "s");
  }
}
