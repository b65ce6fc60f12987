package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.evaluate.MetricSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By which distance a metric goes is said, not guessed from its name. */
class MetricDistancesTest {
  private static MetricDistances of(String names) {
    Section section =
        new Section(
            ConfigFactory.parseString("metrics = [" + names + "]").root(),
            Defaults.of("evaluate"),
            "",
            new Problems());
    return MetricDistances.of(MetricSettings.read(section).metrics());
  }

  @Test
  void everyMetricSaysItsOwn() {
    assertThat(
            of("\"recall@1\", \"c_recall@1\", \"nmi\", \"c_nmi\", \"knn@5\", \"rho_spectrum@1\"")
                .byName())
        .containsEntry("recall@1", "euclidean")
        .containsEntry("c_recall@1", "cosine")
        .containsEntry("nmi", "euclidean")
        .containsEntry("c_nmi", "cosine")
        .containsEntry("knn@5", "cosine")
        .doesNotContainKey("rho_spectrum@1");
  }

  @Test
  void metricsOfOneDistanceAreNamedTogether() {
    assertThat(of("\"recall@1\", \"c_recall@1\", \"map@r\"").sentence())
        .hasValue("by cosine distance: c_recall@1; by euclidean distance: recall@1, map@r");
    assertThat(of("\"rho_spectrum@1\"").sentence()).isEmpty();
  }

  @Test
  void namesThatNoMetricHasAreLeftOut() {
    assertThat(MetricDistances.named(List.of("c_nmi", "of-elsewhere")).sentence())
        .hasValue("by cosine distance: c_nmi");
    assertThat(MetricDistances.named(List.of()).sentence()).isEmpty();
  }
}
