package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import io.reflux.setting.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The catalogue of metrics, by the names that papers use; {@code @k} stands for a number, as {@code
 * recall@10}. Upper and lower case are the same; names with {@code c_} go by cosine.
 */
final class Metrics {
  private static final Pattern NUMBERED = Pattern.compile("(.+@)(-?\\d{1,9})");
  private static final Distance E = Distance.EUCLIDEAN;
  private static final Distance C = Distance.COSINE;

  /** Every metric, once. */
  static final Metrics CATALOGUE =
      new Metrics()
          .with("recall@k", asked -> RecallAtK.of(asked.name(), E, asked.k()))
          .with("c_recall@k", asked -> RecallAtK.of(asked.name(), C, asked.k()))
          .with("map@r", asked -> MapAtR.of(asked.name(), E))
          .with("c_map@r", asked -> MapAtR.of(asked.name(), C))
          .with("map", asked -> AveragePrecision.whole(asked.name(), E))
          .with("map@k", asked -> AveragePrecision.atDepth(asked.name(), E, asked.k()))
          .with("c_map@k", asked -> AveragePrecision.atDepth(asked.name(), C, asked.k()))
          .with("map-c", asked -> AveragePrecision.classwise(asked.name(), E))
          .with("c_map-c", asked -> AveragePrecision.classwise(asked.name(), C))
          .with("map-lim", asked -> AveragePrecision.atDepth(asked.name(), E, 1023))
          .with("c_map-lim", asked -> AveragePrecision.atDepth(asked.name(), C, 1023))
          .with("nmi", asked -> asked.clusters(E, Partitions::normalisedMutualInformation))
          .with("c_nmi", asked -> asked.clusters(C, Partitions::normalisedMutualInformation))
          .with("f1", asked -> asked.clusters(E, Partitions::pairwiseF1))
          .with("c_f1", asked -> asked.clusters(C, Partitions::pairwiseF1))
          .with("dists@intra", asked -> asked.ofSet((set, scope) -> ClassDistances.intra(set)))
          .with("dists@inter", asked -> asked.ofSet((set, scope) -> ClassDistances.inter(set)))
          .with(
              "dists@intra_over_inter",
              asked -> asked.ofSet((set, scope) -> ClassDistances.ratio(set)))
          .with(
              "rho_spectrum@k",
              asked -> asked.withoutClasses((set, scope) -> Spectrum.rho(set, asked.k(), scope)))
          .with(
              "rho_spectrum@-k",
              asked -> asked.withoutClasses((set, scope) -> Spectrum.rho(set, asked.k(), scope)))
          .with("teacher-overlap@k", asked -> new TeacherOverlap(asked.name(), asked.k()))
          .with("teacher-cosine", asked -> new TeacherCosine(asked.name()))
          .with("knn@k", asked -> new NeighbourVote(asked.name(), asked.k()))
          .with("linear-probe", asked -> new ProbeMetric(asked.name(), asked.options().probe()));

  private final Map<String, Function<Asked, Metric>> entries = new LinkedHashMap<>();

  private Metrics() {}

  private Metrics with(String name, Function<Asked, Metric> maker) {
    entries.put(name, maker);
    return this;
  }

  /** What a metric is made from: its whole name, the number in it, the options. */
  private record Asked(String name, int k, MetricOptions options) {
    Metric clusters(Distance distance, ToDoubleFunction<Partitions> value) {
      return new ClusterMetric(name, distance, options.kmeans(), value);
    }

    Metric ofSet(BiFunction<EmbeddingSet, TensorScope, Double> value) {
      return new SetMetric(name, true, value);
    }

    Metric withoutClasses(BiFunction<EmbeddingSet, TensorScope, Double> value) {
      return new SetMetric(name, false, value);
    }
  }

  /** The names of all entries, {@code @k} standing for a number. */
  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** The metric of a name; empty if there is none. */
  Optional<Metric> named(String name, MetricOptions options) {
    String lower = name.toLowerCase(Locale.ROOT);
    Function<Asked, Metric> plain = entries.get(lower);
    if (plain != null && !lower.endsWith("k")) {
      return Optional.of(plain.apply(new Asked(lower, 0, options)));
    }
    Matcher matcher = NUMBERED.matcher(lower);
    int k = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    String entry = k == 0 ? "" : matcher.group(1) + (k < 0 ? "-k" : "k");
    return Optional.ofNullable(entries.get(entry)).map(e -> e.apply(new Asked(lower, k, options)));
  }

  /** The names of known metrics that a misspelt one was probably meant to be. */
  List<String> nearest(String name) {
    String general = name.toLowerCase(Locale.ROOT).replaceFirst("@\\d+$", "@k");
    return Nearest.to(general, entries.keySet());
  }
}
