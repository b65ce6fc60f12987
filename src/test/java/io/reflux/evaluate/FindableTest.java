package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the labels alone say of metrics: those that mean nothing, or less than one may think. */
class FindableTest {
  private static final MetricOptions OPTIONS = MetricOptions.defaults();

  @Test
  void ofOneClassNothingIsToldApart() {
    Findable one = new Findable(new int[] {3, 3, 3}, new int[] {3, 3, 3}, true);
    assertThat(one.impossible(metrics("recall@1", "nmi", "rho_spectrum@1")))
        .hasValue("1 class to measure on (expected: at least 2 to tell apart, for recall@1, nmi)");
    assertThat(one.impossible(metrics("rho_spectrum@1"))).isEmpty();
    assertThat(new Findable(new int[] {3}, new int[] {3, 4}, false).impossible(metrics("knn@1")))
        .isEmpty();
  }

  @Test
  void queriesWithNothingToFindAreCounted() {
    int[] labels = {0, 0, 1, 2, 2, 2, 3};
    assertThat(new Findable(labels, labels, true).alone()).isEqualTo(2);
    assertThat(new Findable(labels, labels, true).doubts(metrics("recall@1", "nmi")))
        .containsExactly(
            "evaluate: 2 of 7 queries have no other image of their class to find (expected: two of"
                + " each class, for recall@1)");
    assertThat(new Findable(labels, new int[] {0, 3, 0, 0}, false).doubts(metrics("knn@2")))
        .containsExactly(
            "evaluate: 4 of 7 queries have a class that the gallery lacks (expected: an image of"
                + " each class, for knn@2)");
    assertThat(new Findable(labels, labels, true).doubts(metrics("nmi"))).isEmpty();
  }

  @Test
  void aNumberOfNeighboursThatAllRowsAreWithinIsNamed() {
    int[] labels = {0, 0, 1, 1};
    String all = " looks at all rows there are to find (expected: fewer than 3)";
    assertThat(
            new Findable(labels, labels, true)
                .doubts(metrics("recall@2", "recall@3", "c_recall@8", "knn@3", "map@r", "map")))
        .containsExactly(
            "evaluate.metrics: recall@3" + all,
            "evaluate.metrics: c_recall@8" + all,
            "evaluate.metrics: knn@3" + all);
    assertThat(new Findable(labels, labels, false).doubts(metrics("recall@3"))).isEmpty();
  }

  private static List<Metric> metrics(String... names) {
    return List.of(names).stream()
        .map(name -> Metrics.CATALOGUE.named(name, OPTIONS).orElseThrow())
        .toList();
  }
}
