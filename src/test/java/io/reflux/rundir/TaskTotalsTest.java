package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.wire.Scalars;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTotalsTest {

  @Test
  void aCheckpointKeepsThemAll() {
    TaskTotals totals =
        new TaskTotals(
            12.5,
            10,
            0.75,
            1L << 40,
            new TaskTotals.Cached(70, 3),
            Map.of("recall@1", 0.1, "big/map@r", 1 / 3.0),
            Map.of("a/b.png", "empty", "c.png", "no picture"));
    assertThat(TaskTotals.of(totals.scalars())).isEqualTo(totals);
  }

  @Test
  void whatAnOlderVersionDidNotKeepIsNone() {
    assertThat(TaskTotals.of(Scalars.NONE)).isEqualTo(TaskTotals.NONE);
    assertThat(TaskTotals.of(Scalars.NONE.with("seconds", 2.0)).seconds()).isEqualTo(2);
  }
}
