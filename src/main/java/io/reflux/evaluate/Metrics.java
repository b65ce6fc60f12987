package io.reflux.evaluate;

import io.reflux.setting.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The catalogue of metrics, by the names that papers use; {@code @k} stands for a number, as {@code
 * recall@10}. Upper and lower case are the same; names with {@code c_} go by cosine.
 */
public final class Metrics {
  private static final Pattern NUMBERED = Pattern.compile("(.+@)(-?\\d{1,9})");

  /** Every metric, once. */
  public static final Metrics CATALOGUE =
      new Metrics()
          .with("recall@k", (name, k) -> RecallAtK.of(name, Distance.EUCLIDEAN, k))
          .with("c_recall@k", (name, k) -> RecallAtK.of(name, Distance.COSINE, k))
          .with("map@r", (name, k) -> MapAtR.of(name, Distance.EUCLIDEAN))
          .with("c_map@r", (name, k) -> MapAtR.of(name, Distance.COSINE))
          .with("map", (name, k) -> AveragePrecision.whole(name, Distance.EUCLIDEAN))
          .with("map@k", (name, k) -> AveragePrecision.atDepth(name, Distance.EUCLIDEAN, k))
          .with("c_map@k", (name, k) -> AveragePrecision.atDepth(name, Distance.COSINE, k))
          .with("map-c", (name, k) -> AveragePrecision.classwise(name, Distance.EUCLIDEAN))
          .with("c_map-c", (name, k) -> AveragePrecision.classwise(name, Distance.COSINE))
          .with("map-lim", (name, k) -> AveragePrecision.atDepth(name, Distance.EUCLIDEAN, 1023))
          .with("c_map-lim", (name, k) -> AveragePrecision.atDepth(name, Distance.COSINE, 1023));

  private final Map<String, BiFunction<String, Integer, Metric>> entries = new LinkedHashMap<>();

  private Metrics() {}

  private Metrics with(String name, BiFunction<String, Integer, Metric> maker) {
    entries.put(name, maker);
    return this;
  }

  /** The names of all entries, {@code @k} standing for a number. */
  public Set<String> names() {
    return Set.copyOf(entries.keySet());
  }

  /** The metric of a name; empty if there is none. */
  public Optional<Metric> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    BiFunction<String, Integer, Metric> plain = entries.get(lower);
    if (plain != null && !lower.endsWith("@k")) {
      return Optional.of(plain.apply(lower, 0));
    }
    Matcher matcher = NUMBERED.matcher(lower);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int k = Integer.parseInt(matcher.group(2));
    return k < 1
        ? Optional.empty()
        : Optional.ofNullable(entries.get(matcher.group(1) + "k")).map(e -> e.apply(lower, k));
  }

  /** The names of known metrics that a misspelt one was probably meant to be. */
  List<String> nearest(String name) {
    String general = name.toLowerCase(Locale.ROOT).replaceFirst("@\\d+$", "@k");
    return Nearest.to(general, entries.keySet());
  }
}
