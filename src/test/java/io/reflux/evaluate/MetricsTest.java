package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {

  static Iterable<String> names() {
    return Metrics.CATALOGUE.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyEntryCanBeAskedFor(String name) {
    String asked = name.replaceFirst("k$", "3");
    assertThat(Metrics.CATALOGUE.named(asked, MetricOptions.defaults()))
        .get()
        .extracting(Metric::name)
        .isEqualTo(asked);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSetOfOneRowHasNothingToFind(String name) {
    Metric metric =
        Metrics.CATALOGUE
            .named(name.replaceFirst("k$", "1"), MetricOptions.defaults())
            .orElseThrow();
    if (metric instanceof ProbeMetric) {
      return; // it learns from other rows, or is refused
    }
    EmbeddingSet one = new EmbeddingSet(new float[] {1, 2}, 2, new int[] {7});
    try (TensorScope scope = TensorScope.open("metrics", Device.CPU)) {
      Retrieval alone = Retrieval.within(one).beside(one);
      double value =
          Evaluation.evaluate(alone, List.of(metric), scope).getOrDefault(metric.name(), -1.0);
      if (metric instanceof NeighbourVote || metric instanceof RankingMetric) {
        assertThat(value).isIn(0.0, Double.NaN); // a mean of no query is NaN
      }
    }
  }

  @Test
  void namesDoNotDependOnCase() {
    assertThat(Metrics.CATALOGUE.named("MAP@R", MetricOptions.defaults()))
        .get()
        .extracting(Metric::name)
        .isEqualTo("map@r");
  }

  @Test
  void theDefaultsAreRight() {
    Problems problems = new Problems();
    MetricSettings settings = read("", problems);
    assertThat(problems.all()).isEmpty();
    assertThat(settings.metrics())
        .extracting(Metric::name)
        .containsExactly("recall@1", "recall@2", "recall@4", "recall@8", "map@r");
  }

  @Test
  void unknownNamesAndKeysAreNotedWithTheNearest() {
    Problems problems = new Problems();
    read("metrics = [\"recal@1\", \"recall@0\", \"map@r\"], metric = 1", problems);
    assertThat(problems.all())
        .extracting(Object::toString)
        .satisfiesExactly(
            first -> assertThat(first).contains("unknown: recal@1; nearest: recall@k"),
            second -> assertThat(second).contains("unknown: recall@0; nearest: recall@k"),
            third -> assertThat(third).contains("metric: 1 (expected: no such key; nearest"));
  }

  private static MetricSettings read(String text, Problems problems) {
    return MetricSettings.read(
        new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "evaluate", problems));
  }
}
