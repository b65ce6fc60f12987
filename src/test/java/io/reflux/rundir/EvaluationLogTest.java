package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationLogTest {
  private static final String METRIC = "recall@1";

  @Test
  void theFirstOfEqualEpochsIsTheBest() {
    EvaluationLog log = new EvaluationLog();
    assertThat(log.bestEpoch(METRIC)).isZero();
    assertThat(log.isBest(Map.of(METRIC, 0.1), METRIC)).isTrue();
    log.add(2, 20, Map.of(METRIC, 0.5));
    log.add(4, 40, Map.of(METRIC, 0.5));
    log.add(3, 30, Map.of(METRIC, 0.25));
    assertThat(log.bestEpoch(METRIC)).isEqualTo(2);
    assertThat(log.lastEpoch()).isEqualTo(4);
    assertThat(log.isBest(Map.of(METRIC, 0.5), METRIC)).isFalse();
    assertThat(log.isBest(Map.of(METRIC, 0.75), METRIC)).isTrue();
    assertThat(log.has(30)).isTrue();
    assertThat(log.has(3)).isFalse();
  }

  @Test
  void oneThatSomebodyAskedForIsNeitherTheBestNorTheLast() {
    EvaluationLog log = new EvaluationLog();
    log.add(2, 20, Map.of(METRIC, 0.5));
    log.addAside(25);
    assertThat(log.has(25)).isTrue();
    assertThat(log.lastEpoch()).isEqualTo(2);
    assertThat(log.isBest(Map.of(METRIC, 0.6), METRIC)).isTrue();
  }
}
