package io.reflux.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that a pattern stands for, as shells write them: {@code shard-{000000..000099}.tar}, {@code
 * {train,extra}.tar}, several in one.
 */
final class BracePattern {
  /** More names than this are a mistake. */
  private static final int MOST = 1_000_000;

  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");

  private BracePattern() {}

  /** True if a text has braces. */
  static boolean is(String text) {
    return BRACES.matcher(text).find();
  }

  /**
   * The names, in order; the text itself if it has no braces.
   *
   * @throws DatasetException if a pair of braces is no range and no list, or stands for too much
   */
  static List<String> names(String pattern) {
    List<String> names = List.of(pattern);
    while (is(names.get(0))) {
      List<String> longer = new ArrayList<>();
      for (String name : names) {
        Matcher first = BRACES.matcher(name);
        if (first.find()) {
          for (String word : words(first.group(1), pattern)) {
            longer.add(name.substring(0, first.start()) + word + name.substring(first.end()));
          }
        }
        checkCount(longer.size(), pattern);
      }
      names = longer;
    }
    return names;
  }

  private static List<String> words(String inside, String pattern) {
    Matcher range = RANGE.matcher(inside);
    if (!range.matches()) {
      if (inside.indexOf(',') < 0) {
        throw wrong(pattern, "{first..last} or {one,another}");
      }
      return List.of(inside.split(",", -1));
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    if (last < first) {
      throw wrong(pattern, "a range that ends after it begins");
    }
    checkCount((long) last - first + 1, pattern);
    int digits = range.group(1).length();
    List<String> words = new ArrayList<>();
    for (int number = first; number <= last; number++) {
      words.add(String.format("%0" + digits + "d", number));
    }
    return words;
  }

  private static void checkCount(long count, String pattern) {
    if (count > MOST) {
      throw wrong(pattern, "at most 1,000,000 names");
    }
  }

  private static DatasetException wrong(String pattern, String expected) {
    return new DatasetException(pattern + " (expected: " + expected + ")");
  }
}
