package io.reflux.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunMetricsTest {
  @Test
  void eachSampleHasItsRunAndEachFamilyIsDescribedOnce() {
    RunMetrics metrics = new RunMetrics();
    metrics.add(
        "a",
        """
        # HELP reflux_step Steps
        # TYPE reflux_step gauge
        reflux_step{task="t",} 3.0
        # HELP up Up
        # TYPE up gauge
        up 1.0
        """);
    metrics.add(
        "b \"x\"",
        """
        # HELP reflux_step Steps
        # TYPE reflux_step gauge
        reflux_step{task="t"} 4.0
        """);
    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP reflux_step Steps
            # TYPE reflux_step gauge
            reflux_step{run="a",task="t",} 3.0
            reflux_step{run="b \\"x\\"",task="t"} 4.0
            # HELP up Up
            # TYPE up gauge
            up{run="a"} 1.0
            """);
  }

  @Test
  void whatIsNoMetricIsPassedOver() {
    RunMetrics metrics = new RunMetrics();
    metrics.add("a", "");
    metrics.add("b", "<html>\n");
    assertThat(metrics.text()).isEmpty();
  }
}
