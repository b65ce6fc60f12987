package io.reflux.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.rundir.TimelineRow;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private final Bounds bounds = new Bounds();

  @Test
  void theBusiestStageBoundsATask() {
    for (int i = 1; i <= 4; i++) {
      interval(2 * i, "target", 0.3, i % 2 == 0 ? 1 : 0.5, 0.6);
    }
    assertThat(bounds.found())
        .containsOnlyKeys("target")
        .containsEntry("target", new Bounds.Bound("lane-0", 0.75));
  }

  @Test
  void whatBeginsAndEndsTrainingIsNoPartOfIt() {
    interval(2, "target", 1, 0, 0);
    interval(4, "target", 1, 0.1, 0.2);
    interval(6, "target", 0.2, 0.3, 0.9);
    interval(8, "target", 0.2, 0.3, 0.1);
    interval(10, "target", 1, 0, 0);
    assertThat(bounds.found()).containsEntry("target", new Bounds.Bound("trainer-a", 0.9));
  }

  @Test
  void anAttemptIsNotTheOneAfterIt() {
    interval(2, "target", 0, 0, 0.9);
    interval(4, "target", 0, 0, 0.9);
    bounds.restart();
    interval(2, "target", 0, 0, 0.9);
    interval(4, "target", 0, 0, 0.9);
    assertThat(bounds.found()).isEmpty();
    interval(6, "target", 0, 0, 0.5);
    assertThat(bounds.found()).containsEntry("target", new Bounds.Bound("trainer-a", 0.9));
  }

  @Test
  void evaluationBesideTheStreamBoundsNothing() {
    for (int i = 1; i <= 3; i++) {
      interval(2 * i, "target", 0.1, 0.1, 0.6);
      bounds.add(new TimelineRow(2 * i, "target", "evaluator", 1));
    }
    assertThat(bounds.found()).containsEntry("target", new Bounds.Bound("trainer-a", 0.6));
  }

  @Test
  void tasksAtOnceAreBoundedEachByItsOwn() {
    for (int i = 1; i <= 3; i++) {
      interval(2 * i, "one", 0.8, 0.1, 0.6);
      interval(2 * i, "two", 0.1, 0.7, 0.6);
    }
    assertThat(bounds.found())
        .containsEntry("one", new Bounds.Bound("loader", 0.8))
        .containsEntry("two", new Bounds.Bound("lane-0", 0.7));
  }

  private void interval(double seconds, String task, double loader, double lane, double trainer) {
    bounds.add(new TimelineRow(seconds, task, "loader", loader));
    bounds.add(new TimelineRow(seconds, task, "lane-0", lane));
    bounds.add(new TimelineRow(seconds, task, "trainer-a", trainer));
  }
}
