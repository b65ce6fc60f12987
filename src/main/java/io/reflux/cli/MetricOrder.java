package io.reflux.cli;

import io.reflux.method.Weightings;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of metrics in tables: recalls first, {@code @2} before {@code @10}; those of further
 * weightings ({@code heavy/recall@1}) after all others.
 */
final class MetricOrder {
  /** Compares metrics by their names. */
  static final Comparator<String> BY_NAME =
      Comparator.comparing(MetricOrder::weighting)
          .thenComparingInt(name -> name.contains("recall@") ? 0 : 1)
          .thenComparing(name -> name.replaceFirst("@\\d+$", ""))
          .thenComparingInt(MetricOrder::depth)
          .thenComparing(name -> name);

  private static final Pattern DEPTH = Pattern.compile("@(\\d{1,9})$");

  private MetricOrder() {}

  private static String weighting(String name) {
    return name.substring(0, name.lastIndexOf(Weightings.OF) + 1);
  }

  private static int depth(String name) {
    Matcher matcher = DEPTH.matcher(name);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
